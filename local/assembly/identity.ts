import { generatedName, type Position, stableHex } from './naming.ts';

/** Addresses that are known before the templates are read, because their ports are bound first. */
export type Endpoints = {
  /** Base address of the queue engine, without a slash at its end. */
  readonly sqs: string;
  /** Base address of the cell's HTTP API with this logical id. */
  readonly httpApi: (logicalId: string) => string;
};

/** A resource whose identity is asked for. `property` gives a resolved top-level property. */
type Subject = Position & { readonly property: (name: string) => unknown; readonly endpoints: Endpoints };

/** What `Ref` and `Fn::GetAtt` give for a resource. */
export type Identity = { readonly physicalId: string; readonly attributes: Readonly<Record<string, string>> };

/** Only a function of the template and of the endpoints: the same at every boot, or data of the last run would be lost. */
export type Identify = (subject: Subject) => Identity;

export const given = (subject: Subject, property: string): string | undefined => {
  const value = subject.property(property);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

export const nameOf = (subject: Subject, property: string, longest: number): string =>
  given(subject, property) ?? generatedName(subject, longest);

/** Resources that nothing refers to except by an opaque id. */
export const opaque: Identify = (subject) => ({ physicalId: stableHex(subject, 12), attributes: { Id: stableHex(subject, 12) } });

/** Resources whose `Ref` is their name and whose only attribute is their ARN. */
export const named =
  (property: string, longest: number, arn: (name: string) => string): Identify =>
  (subject) => {
    const name = nameOf(subject, property, longest);
    return { physicalId: name, attributes: { Arn: arn(name) } };
  };

/** Resources whose `Ref` is their name and that have no attributes. */
export const refName =
  (property: string, longest: number): Identify =>
  (subject) => ({ physicalId: nameOf(subject, property, longest), attributes: {} });
