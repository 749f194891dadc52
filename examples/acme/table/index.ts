export { rows } from './rows';
export { runTable, startPagerDuty } from './run';
export { certificate, receiverConfig } from './senders';
