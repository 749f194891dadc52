import { functions } from './functions';
import { gap, truth, unknown, Value } from './value';

/** Functions that cope with arguments that are unknown, or that decide without them. */
export function lenient(name: string, args: Value[]): Value | undefined {
  switch (name) {
    case 'and': {
      for (const value of args) {
        const is = truth(value);
        if (is !== true) {
          return is === undefined ? unknown : value;
        }
      }
      return args[args.length - 1] ?? null;
    }
    case 'or': {
      for (const value of args) {
        const is = truth(value);
        if (is !== false) {
          return is === undefined ? unknown : value;
        }
      }
      return args[args.length - 1] ?? null;
    }
    case 'dict':
    case 'list':
    case 'set':
      // Holds what is unknown, without being so as a whole.
      return functions.get(name)?.(args);
    case 'default':
      return truth(args[1]) === true ? args[1] : undefined;
    case 'print':
    case 'toString':
    case 'lower':
    case 'quote':
    case 'squote':
    case 'trim':
    case 'printf':
    case 'nindent':
    case 'indent':
      // The text around the gap is known.
      return functions.get(name)?.(
        args.map(value => (value === unknown ? gap : value)),
      );
    case 'required':
      return args[1] ?? unknown;
    default:
      return undefined;
  }
}
