import land from '../../catalogue/registries/land.json' with { type: 'json' };
import population from '../../catalogue/registries/population.json' with { type: 'json' };
import residence from '../../catalogue/registries/residence.json' with { type: 'json' };
import { type Registries, registriesOf } from './registry.ts';

/** The registries of the catalogue, bundled with the function. */
export const bundledRegistries: Registries = registriesOf([population, residence, land]);
