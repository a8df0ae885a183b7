/** One resource of a cell's templates, with every intrinsic replaced by its value on this machine. */
export type DeployedResource = {
  /** Name of the stage that the resource belongs to, for example `Province42`. */
  readonly cell: string;
  /** Name of the stack, for example `Province42-Service`. */
  readonly stack: string;
  readonly logicalId: string;
  /** CloudFormation type, for example `AWS::SQS::Queue`. */
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** What `Ref` gives. */
  readonly physicalId: string;
  /** What `Fn::GetAtt` gives, by attribute name. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Logical ids in the same stack. */
  readonly dependsOn: readonly string[];
  /** Folder of the unpacked code asset; only functions have one. */
  readonly bundle?: string;
};
