import { PolicyFact } from '../facts';

/** What an object says of a policy; its name and place are known elsewhere. */
export interface PolicyOfObject {
  engine: PolicyFact['engine'];
  action: PolicyFact['action'];
  rules: string[];
  notes: string[];
}
