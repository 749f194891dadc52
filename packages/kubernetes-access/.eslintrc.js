module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  overrides: [
    {
      // A suite of tests that other packages run on their own implementations.
      files: ['src/testUtils.ts'],
      rules: { 'jest/no-export': 'off' },
    },
  ],
});
