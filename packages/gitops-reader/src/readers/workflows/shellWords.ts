/** One command of a script. */
export interface CommandWords {
  /** Without their quotes. What an expression or a variable stands for is kept as it is written. */
  words: string[];
  /** Position of the line that it starts on, from 0. */
  line: number;
  /** What follows it: `|| true`. */
  then: string;
  shell: Shell;
}

/** What runs commands: one in brackets or in `$(…)` is within another, which stays in the directory where it is. */
export interface Shell {
  outer?: Shell;
}

/** How far apart two quotes may be that belong together; one that stands alone is an apostrophe. */
const longestQuote = 2_000;
/** Commands in the middle of others. */
const deepestNesting = 20;
/** Nobody writes longer scripts into a pipeline; of those that are, the start is read. */
const longestScript = 200_000;
/** So much of what follows a command is told. */
const longestRest = 200;

interface Command {
  words: string[];
  word: string | undefined;
  line: number;
  shell: Shell;
  /** The quote that we are inside of. */
  quote: boolean;
}

const begun = (line: number, shell: Shell): Command => ({
  words: [],
  word: undefined,
  line,
  shell,
  quote: false,
});

/**
 * Takes a shell script apart into its commands, as far as is needed to tell which programs it runs: lines, pipes,
 * conditions, what is put into a text with `$(…)`. What stands in quotes is no command, nor are comments.
 */
class ShellReader {
  readonly #script: string;
  readonly #found: CommandWords[] = [];
  /** Commands that others stand in the middle of. */
  readonly #outer: { command: Command; closing: string }[] = [];
  #command: Command;
  #at = 0;
  #line: number;

  constructor(script: string, line: number, shell: Shell) {
    this.#script = script;
    this.#line = line;
    this.#command = begun(line, shell);
  }

  commands(): CommandWords[] {
    while (this.#at < this.#script.length) {
      this.#step(this.#script[this.#at]);
    }
    while (this.#outer.length > 0) {
      this.#close();
    }
    this.#end();
    return this.#found;
  }

  #step(char: string): void {
    const closing = this.#outer.at(-1)?.closing;
    if (char === '\\') {
      this.#escape();
    } else if (char === '$' && this.#script[this.#at + 1] === '{') {
      this.#expression();
    } else if (char === '$' && this.#script[this.#at + 1] === '(') {
      this.#at++;
      this.#open(')');
    } else if (char === '`') {
      if (closing === '`') {
        this.#close();
      } else {
        this.#open('`');
      }
    } else if (char === '"') {
      this.#doubleQuote();
    } else if (this.#command.quote) {
      this.#add(char);
    } else if (char === "'") {
      this.#singleQuote();
    } else if (char === '(') {
      this.#open(')');
    } else if (char === ')') {
      if (closing === ')') {
        this.#close();
      } else {
        this.#separate();
      }
    } else if (char === '#' && this.#command.word === undefined) {
      const end = this.#script.indexOf('\n', this.#at);
      this.#at = end < 0 ? this.#script.length : end;
    } else if (/[;|&\n]/.test(char) && !this.#isRedirection(char)) {
      this.#separate();
    } else if (/\s/.test(char)) {
      this.#endWord();
      this.#at++;
    } else {
      this.#add(char);
    }
  }

  #add(text: string): void {
    const command = this.#command;
    if (command.words.length === 0 && command.word === undefined) {
      command.line = this.#line;
    }
    command.word = (command.word ?? '') + text;
    this.#pass(text);
  }

  /** Goes on behind a text. */
  #pass(text: string): void {
    this.#at += text.length;
    if (text.includes('\n')) {
      this.#line += text.split('\n').length - 1;
    }
  }

  /** A command goes on in the next line; any other mark is the one that it is. */
  #escape(): void {
    const next = this.#script[this.#at + 1] ?? '';
    if (next !== '\n') {
      this.#at++;
      this.#add(next);
      return;
    }
    if (!this.#command.quote) {
      this.#endWord();
    }
    this.#pass('\\\n');
  }

  /** `${{ a || b }}` and `${A:-b}`. */
  #expression(): void {
    const end = this.#script.startsWith('${{', this.#at) ? '}}' : '}';
    const at = this.#near(end, this.#at);
    this.#add(at < 0 ? '$' : this.#script.slice(this.#at, at + end.length));
  }

  /** Where a mark comes next, unless that is too far away to belong to what stands here. */
  #near(mark: string, from: number): number {
    const at = this.#script.slice(from, from + longestQuote).indexOf(mark);
    return at < 0 ? at : from + at;
  }

  #doubleQuote(): void {
    if (!this.#command.quote && this.#near('"', this.#at + 1) < 0) {
      this.#add('"');
      return;
    }
    this.#command.quote = !this.#command.quote;
    this.#at++;
    this.#command.word ??= '';
  }

  #singleQuote(): void {
    const end = this.#near("'", this.#at + 1);
    if (end < 0) {
      this.#add("'");
      return;
    }
    const text = this.#script.slice(this.#at + 1, end);
    this.#at++;
    this.#add(text);
    this.#at++;
  }

  /** `2>&1`, `&>file` and `>|file` are no ends of commands. */
  #isRedirection(char: string): boolean {
    return (
      /[|&]/.test(char) &&
      (this.#script[this.#at - 1] === '>' ||
        (char === '&' && this.#script[this.#at + 1] === '>'))
    );
  }

  #separate(): void {
    this.#end();
    this.#pass(this.#script[this.#at]);
    this.#command = begun(this.#line, this.#command.shell);
  }

  #open(closing: string): void {
    this.#at++;
    if (this.#outer.length >= deepestNesting) {
      return;
    }
    const outer = this.#command;
    this.#outer.push({ command: outer, closing });
    this.#command = begun(this.#line, { outer: outer.shell });
  }

  #close(): void {
    this.#end();
    this.#at++;
    const outer = this.#outer.pop();
    if (outer) {
      this.#command = outer.command;
      // What a command prints makes a word, or a part of one.
      this.#command.word ??= '';
    }
  }

  #endWord(): void {
    const { words, word } = this.#command;
    this.#command.word = undefined;
    if (word === '{') {
      // Before a block stands the name of a function, if anything.
      this.#command.words = [];
    } else if (word !== undefined) {
      words.push(word);
    }
  }

  #end(): void {
    this.#endWord();
    const { words, line, shell } = this.#command;
    if (words.length > 0) {
      this.#found.push({
        words,
        line,
        shell,
        then: this.#script
          .slice(this.#at, this.#at + longestRest)
          .split('\n', 1)[0],
      });
    }
  }
}

/** A document within a script, which has quotes of its own. */
const hereDocument = /<<-?\s*(["']?)(\w{1,80})\1/;

/** All commands of a script that a shell runs, in the order in which they end. */
export function shellCommands(
  script: string,
  shell: Shell = {},
): CommandWords[] {
  const found: CommandWords[] = [];
  const lines = script.slice(0, longestScript).split('\n');
  let from = 0;
  let until: string | undefined;
  const read = (end: number) => {
    const text = lines.slice(from, end).join('\n');
    for (const command of new ShellReader(text, from, shell).commands()) {
      found.push(command);
    }
    from = end;
  };
  for (const [position, line] of lines.entries()) {
    if (until === undefined) {
      until = hereDocument.exec(line.slice(0, 2_000))?.[2];
      if (until !== undefined) {
        read(position + 1);
      }
    } else if (line.trim() === until) {
      read(position);
      until = undefined;
    }
  }
  read(lines.length);
  return found;
}
