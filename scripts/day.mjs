import { runBuilt } from './lib/prepare.mjs';

await runBuilt('@sanfang/business-day', 'dayCommand');
