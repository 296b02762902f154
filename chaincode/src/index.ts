import { AccountContract } from './contracts/accounts/account-contract.js';
import { BookContract } from './contracts/book/book-contract.js';
import { ClearingContract } from './contracts/clearing/clearing-contract.js';
import { CorrectionContract } from './contracts/corrections/correction-contract.js';
import { DayContract } from './contracts/day/day-contract.js';
import { EvidenceContract } from './contracts/evidence/evidence-contract.js';
import { FreezeContract } from './contracts/freezes/freeze-contract.js';
import { GovernanceContract } from './contracts/governance/governance-contract.js';
import { HoldContract } from './contracts/holds/hold-contract.js';
import { TransferContract } from './contracts/transfers/transfer-contract.js';

/** What Fabric's chaincode launcher starts. */
export const contracts = [
  GovernanceContract,
  DayContract,
  AccountContract,
  TransferContract,
  FreezeContract,
  CorrectionContract,
  ClearingContract,
  HoldContract,
  EvidenceContract,
  BookContract,
];
