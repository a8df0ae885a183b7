import type { DeployedResource } from './assembly/deployed-resource.ts';
import { type AssemblyStage, loadAssembly } from './assembly/load-assembly.ts';
import { logicalIdsOf, refuseSharedNames, resolveCell } from './assembly/resolve-cell.ts';
import { type BoundPort, bindPort } from './http/bound-port.ts';

/** Addresses that the cells' parameters are given; everything of the cloud that differs from place to place. */
export type CellAddresses = { readonly issuer: string; readonly paymentPage: string; readonly sqs: string };

export type OpenCell = { readonly stage: string; readonly api: BoundPort; readonly resources: readonly DeployedResource[] };

const API_TYPE = 'AWS::ApiGatewayV2::Api';

const stageNamed = (stages: readonly AssemblyStage[], name: string): AssemblyStage => {
  const stage = stages.find((one) => one.name === name);
  if (!stage) throw new Error(`the assembly has no stage ${name}; it has ${stages.map((one) => one.name).join(', ')}`);
  return stage;
};

/** Ports of the cells' HTTP APIs, bound before the templates are read: their addresses are values of the templates' parameters. */
export const bindCells = async (ports: { readonly province: number; readonly national: number }) => ({
  province: await bindPort(ports.province),
  national: await bindPort(ports.national),
});

/**
 * Resolves the templates of a province cell and of the national cell with the addresses of this place.
 * @throws Error naming everything of the templates that this runtime does not implement
 */
export const openCells = (
  assembly: string,
  province: string,
  bound: { readonly province: BoundPort; readonly national: BoundPort },
  { issuer, paymentPage, sqs }: CellAddresses,
): { readonly province: OpenCell; readonly national: OpenCell } => {
  const { stages } = loadAssembly(assembly);
  const provinceStage = stageNamed(stages, `Province${province}`);
  const nationalStage = stageNamed(stages, 'National');
  const open = (stage: AssemblyStage, api: BoundPort, parameters: Readonly<Record<string, string>>): OpenCell => {
    const apis = logicalIdsOf(stage, API_TYPE);
    if (apis.length !== 1) throw new Error(`${stage.name} has ${apis.length} HTTP APIs; one port is bound for it`);
    const resources = resolveCell(stage, { parameters: { [stage.name]: parameters }, endpoints: { sqs, httpApi: () => api.url } });
    return { stage: stage.name, api, resources };
  };
  const cells = {
    province: open(provinceStage, bound.province, {
      CitizenIssuer: issuer,
      StaffIssuer: issuer,
      AgencyIssuer: issuer,
      AgencyTokenEndpoint: `${issuer}/token`,
      PaymentPage: paymentPage,
      ApiAddress: bound.province.url,
      NationalApi: bound.national.url,
    }),
    national: open(nationalStage, bound.national, { AgencyIssuer: issuer }),
  };
  refuseSharedNames([...cells.province.resources, ...cells.national.resources]);
  return cells;
};

export const ofType = (resources: readonly DeployedResource[], ...types: readonly string[]): DeployedResource[] =>
  resources.filter(({ type }) => types.includes(type));
