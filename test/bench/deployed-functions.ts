import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bindCells, ofType, openCells } from '../../local/cells.ts';
import { type FunctionConfig, readFunctionConfig } from '../../local/lambda/function-config.ts';
import { synthesize } from '../../local/synthesize.ts';

const PROVINCE = '42';

/** The functions of one province cell and the national cell as the synthesized template has them: bundles and environments. */
export type DeployedFunctions = {
  /** By entry, as `dossier/open-draft`. @throws when the template has no such function, or more than one */
  of(entry: string): FunctionConfig;
  readonly count: number;
  /** Removes the synthesized assembly with its bundles. */
  remove(): void;
};

const pascal = (name: string): string => name.replaceAll(/(?:^|-)(\w)/g, (_match, letter: string) => letter.toUpperCase());

/** Synthesizes the app into a folder of its own. */
export const synthesizeFunctions = async (): Promise<DeployedFunctions> => {
  const folder = mkdtempSync(join(tmpdir(), 'mot-cua-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const bound = await bindCells({ province: 0, national: 0 });
  try {
    await synthesize(folder, PROVINCE);
    const address = bound.province.url;
    const { province, national } = openCells(folder, PROVINCE, bound, { issuer: address, paymentPage: address, sqs: address });
    const functions = ofType([...province.resources, ...national.resources], 'AWS::Lambda::Function');
    return {
      of: (entry) => {
        const suffix = new RegExp(`${pascal(entry.slice(entry.indexOf('/') + 1))}Function[0-9A-F]{8}$`);
        const [found, ...more] = functions.filter(({ logicalId }) => suffix.test(logicalId));
        if (!found || more.length > 0) throw new Error(`the template has ${1 + more.length - (found ? 0 : 1)} functions for ${entry}`);
        return readFunctionConfig(found);
      },
      count: functions.length,
      remove,
    };
  } catch (error) {
    remove();
    throw error;
  } finally {
    await bound.province.stop();
    await bound.national.stop();
  }
};
