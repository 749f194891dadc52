module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // Not a package that anybody installs: it drives the whole checkout, and reaches into it.
    '@backstage/no-relative-monorepo-imports': 'off',
  },
});
