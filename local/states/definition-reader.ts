import type { StatesField } from './expression-rules.ts';
import { isRecord } from './json.ts';
import type { Assigns } from './machine.ts';
import { compileTemplate, isExpression, type Refuse, type Template } from './template.ts';

const NONE: ReadonlySet<StatesField> = new Set();
const VARIABLE_NAME = /^[\p{ID_Start}_][\p{ID_Continue}]{0,79}$/u;

/**
 * Reads the fields of one object of a definition. Faults go to `refuse`, reading goes on, so that one deployment
 * attempt tells all of them. A field that nobody asked for is a fault too (`done`).
 */
export class DefinitionReader {
  readonly #object: Record<string, unknown>;
  readonly #asked = new Set<string>();
  readonly #refuse: Refuse;
  readonly #prefix: string;

  constructor(object: Record<string, unknown>, refuse: Refuse, prefix = '') {
    this.#object = object;
    this.#refuse = refuse;
    this.#prefix = prefix;
  }

  refuse(field: string, reason: string): void {
    this.#refuse(this.#prefix + field, reason);
  }

  has(field: string): boolean {
    return field in this.#object;
  }

  value(field: string): unknown {
    this.#asked.add(field);
    return this.#object[field];
  }

  text(field: string): string | undefined {
    const value = this.value(field);
    if (value === undefined || typeof value === 'string') return value;
    this.refuse(field, 'must be a string');
    return undefined;
  }

  number(field: string, least: number, most: number, whole = true): number | undefined {
    const value = this.value(field);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
    this.refuse(field, `must be ${whole ? 'a whole number' : 'a number'} from ${least} to ${most}`);
    return undefined;
  }

  /** A field that may hold expressions anywhere. */
  template(field: string, readable: ReadonlySet<StatesField> = NONE): Template | undefined {
    const value = this.value(field);
    return value === undefined ? undefined : compileTemplate(value, this.#prefix + field, readable, this.#refuse);
  }

  /** A field that is either one expression or a literal of the right kind. */
  templateOr(field: string, kind: string, isLiteral: (value: unknown) => boolean): Template | undefined {
    const value = this.value(field);
    if (value !== undefined && !isExpression(value) && !isLiteral(value)) this.refuse(field, `must be ${kind} or one expression {% … %}`);
    return this.template(field);
  }

  assigns(field: string, readable: ReadonlySet<StatesField>): Assigns | undefined {
    const value = this.value(field);
    if (value === undefined) return undefined;
    if (!isRecord(value)) {
      this.refuse(field, 'must be an object of variable names');
      return undefined;
    }
    for (const name of Object.keys(value)) {
      if (name === 'states' || !VARIABLE_NAME.test(name)) this.refuse(`${field}/${name}`, 'is not a name for a variable');
    }
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, compileTemplate(item, `${this.#prefix}${field}/${name}`, readable, this.#refuse)]),
    );
  }

  /** Readers for a list of objects; an empty or wrong list is a fault. */
  list(field: string): DefinitionReader[] {
    const value = this.value(field);
    if (value === undefined) return [];
    if (!Array.isArray(value) || value.length === 0) {
      this.refuse(field, 'must be a list that is not empty');
      return [];
    }
    return value.flatMap((item, index) => {
      if (isRecord(item)) return [new DefinitionReader(item, this.#refuse, `${this.#prefix}${field}[${index}]/`)];
      this.refuse(`${field}[${index}]`, 'must be an object');
      return [];
    });
  }

  /** Refuses every field that was not asked for. */
  done(): void {
    for (const field of Object.keys(this.#object)) if (!this.#asked.has(field)) this.refuse(field, 'is not implemented here');
  }
}
