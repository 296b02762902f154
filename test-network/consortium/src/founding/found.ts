import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Refusal } from '@sanfang/chaincode/model/refusal';
import type { ParameterSet } from '@sanfang/chaincode/model/requests/governance';
import type { ResultCode } from '@sanfang/chaincode/model/result-codes';
import type { ChannelDescription, NetworkDescription } from '@sanfang/network';
import { PeerClients } from '../contract/connect.js';
import { type CustodyCaller, connectCustodyCaller, mspIdOf } from '../contract/custody-caller.js';
import { type FoundingRule, foundingRules } from './rules.js';

const CHINA_AHEAD_MS = 8 * 3_600_000;
/** What the day is refused with where there is none yet. */
const BEFORE_THE_FIRST_DAY: readonly ResultCode[] = ['RELATIONSHIP_NOT_AGREED', 'NOT_SIGNED_IN'];
const REASON = 'Rules of the development consortium';

export interface FoundingOptions {
  readonly network: NetworkDescription;
  /** The first business day, such as `2026-07-06`; a Monday to Friday. */
  readonly businessDate: string;
}

/**
 * Does what the members of a new consortium do before their first day: agree on who they are and on the rules,
 * and sign in.
 *
 * On a ledger that has a business day already nothing is done, so that what the members have agreed on since
 * stays as it is.
 */
export async function foundConsortium({ network, businessDate }: FoundingOptions): Promise<void> {
  const { folioSize, instructionsPerBatch, postingsPerBatch } = network.limits;
  const rules = await foundingRules({
    folioSize,
    instructionsPerBatch,
    postingsPerBatch,
    handOverRoots: await rootsOf(network),
  });
  const clients = new PeerClients();
  try {
    await Promise.all(
      network.channels.map((channel) =>
        foundRelationship({ network, businessDate, clients }, channel, rules),
      ),
    );
  } finally {
    clients.close();
  }
}

async function foundRelationship(
  { network, businessDate, clients }: FoundingOptions & { readonly clients: PeerClients },
  channel: ChannelDescription,
  rules: readonly FoundingRule[],
): Promise<void> {
  const callers: CustodyCaller[] = [];
  const caller = async (organisation: string, user: string) => {
    const connected = await connectCustodyCaller({ network, channel, organisation, user, clients });
    callers.push(connected);
    return connected;
  };
  try {
    const bank = await caller(channel.bank, 'administrator');
    if (await hasBusinessDay(bank)) return;
    const broker = await caller(channel.broker, 'administrator');
    const clerks = [await caller(channel.bank, 'gateway'), await caller(channel.broker, 'gateway')];
    const relationship = {
      bankMspId: mspIdOf(network, channel.bank),
      brokerMspId: mspIdOf(network, channel.broker),
    };
    for (const clerk of clerks) await clerk.submit('GovernanceContract:AgreeRelationship', relationship);
    await Promise.all(rules.map((rule) => agreeOn(rule, broker, bank)));
    for (const clerk of clerks) await clerk.submit('DayContract:SignIn', { businessDate });
  } finally {
    for (const each of callers) each.close();
  }
}

async function agreeOn(
  { id, change }: FoundingRule,
  proposer: CustodyCaller,
  confirmer: CustodyCaller,
): Promise<void> {
  const { contentHash } = await proposer.submit<{ contentHash: string }>('GovernanceContract:Propose', {
    id,
    change,
    reason: REASON,
  });
  await confirmer.submit('GovernanceContract:Confirm', { id, contentHash });
}

async function hasBusinessDay(caller: CustodyCaller): Promise<boolean> {
  try {
    await caller.evaluate('DayContract:GetDay', {});
    return true;
  } catch (error) {
    if (error instanceof Refusal && BEFORE_THE_FIRST_DAY.includes(error.details.code)) return false;
    throw error;
  }
}

/** The first weekday that is not before the day that China's calendars show now. */
export function nextWeekday(now: Date): string {
  const day = new Date(now.getTime() + CHINA_AHEAD_MS);
  while (day.getUTCDay() === 0 || day.getUTCDay() === 6) day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

/** Root certificates of every member: in a consortium of one machine each may take clients over from each. */
async function rootsOf(network: NetworkDescription): Promise<ParameterSet['handOverRoots']> {
  return Promise.all(
    network.organisations.map(async ({ mspId, caDir }) => ({
      mspId,
      rootCertificates: [(await readFile(path.join(caDir, 'ca-cert.pem'), 'utf8')).trim()],
    })),
  );
}
