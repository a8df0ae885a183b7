import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type JsonObject, objectOf, readJsonFile, stringOf } from './json.ts';
import { readTemplate, type Template } from './template.ts';

/** One stack of the assembly with its template and the places of its assets. */
export type AssemblyStack = {
  readonly name: string;
  readonly template: Template;
  /** Region that the stack was synthesized for; undefined when it is agnostic. */
  readonly region: string | undefined;
  /** Path of an asset's file or folder by the key under which it would be uploaded (`<hash>.zip`). */
  readonly assets: ReadonlyMap<string, string>;
};

/** A CDK Stage: one cell. Stacks outside every Stage form a stage with the empty name. */
export type AssemblyStage = { readonly name: string; readonly stacks: readonly AssemblyStack[] };

export type Assembly = { readonly directory: string; readonly stages: readonly AssemblyStage[] };

type Artifact = { readonly id: string; readonly type: string; readonly properties: JsonObject; readonly environment: string | undefined };

/**
 * Reads a synthesized cloud assembly (`cdk.out`) with the nested assemblies of its Stages.
 * Throws when the folder holds none.
 */
export const loadAssembly = (directory: string): Assembly => {
  const root = resolve(directory);
  if (!existsSync(join(root, 'manifest.json'))) throw new Error(`there is no cloud assembly in ${root}: synthesize the app first`);
  return { directory: root, stages: readStages(root, '') };
};

const readStages = (directory: string, name: string): readonly AssemblyStage[] => {
  const artifacts = readArtifacts(directory);
  const assets = readAssets(directory, artifacts);
  const stacks = artifacts
    .filter(({ type }) => type === 'aws:cloudformation:stack')
    .map(
      ({ id, properties, environment }): AssemblyStack => ({
        name: typeof properties['stackName'] === 'string' ? properties['stackName'] : id,
        template: readTemplate(join(directory, stringOf(properties['templateFile'], `templateFile of ${id}`))),
        region: knownRegion(environment),
        assets,
      }),
    );
  const nested = artifacts
    .filter(({ type }) => type === 'cdk:cloud-assembly')
    .flatMap(({ id, properties }) =>
      readStages(
        join(directory, stringOf(properties['directoryName'], `directoryName of ${id}`)),
        typeof properties['displayName'] === 'string' ? properties['displayName'] : id.replace(/^assembly-/, ''),
      ),
    );
  return stacks.length > 0 ? [{ name, stacks }, ...nested] : nested;
};

const readArtifacts = (directory: string): readonly Artifact[] => {
  const manifest = readJsonFile(join(directory, 'manifest.json'));
  return Object.entries(objectOf(manifest['artifacts'], 'artifacts of the manifest')).map(([id, value]) => {
    const artifact = objectOf(value, `artifact ${id}`);
    return {
      id,
      type: stringOf(artifact['type'], `type of artifact ${id}`),
      properties: objectOf(artifact['properties'], `properties of artifact ${id}`),
      environment: typeof artifact['environment'] === 'string' ? artifact['environment'] : undefined,
    };
  });
};

/** Keys are content hashes, so the manifests of all stacks of one folder can be read as one. */
const readAssets = (directory: string, artifacts: readonly Artifact[]): ReadonlyMap<string, string> => {
  const assets = new Map<string, string>();
  for (const { id, properties } of artifacts.filter(({ type }) => type === 'cdk:asset-manifest')) {
    const manifest = readJsonFile(join(directory, stringOf(properties['file'], `file of ${id}`)));
    for (const [hash, value] of Object.entries(objectOf(manifest['files'], `files of ${id}`))) {
      const file = objectOf(value, `asset ${hash}`);
      const path = objectOf(file['source'], `source of asset ${hash}`)['path'];
      if (typeof path !== 'string') continue;
      for (const destination of Object.values(objectOf(file['destinations'], `destinations of asset ${hash}`))) {
        assets.set(
          stringOf(objectOf(destination, `destination of asset ${hash}`)['objectKey'], `key of asset ${hash}`),
          resolve(directory, path),
        );
      }
    }
  }
  return assets;
};

/** `aws://<account>/<region>`; an agnostic stack says `unknown-region`. */
const knownRegion = (environment: string | undefined): string | undefined => {
  const region = environment?.split('/').at(-1);
  return region === 'unknown-region' ? undefined : region;
};
