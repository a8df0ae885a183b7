import { buildApp } from './build-app.ts';
import { contextOf } from './context-flags.ts';

// Explicit: without the CDK's command line nothing would be written otherwise.
buildApp({ context: contextOf(process.argv.slice(2)) }).synth();
