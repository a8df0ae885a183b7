import { buildApp } from './build-app.ts';

// Explicit: without the CDK's command line nothing would be written otherwise.
buildApp().synth();
