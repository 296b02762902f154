import type { DayAnswer } from '@sanfang/chaincode/model/answers/day';
import type { DayState } from '@sanfang/chaincode/rules/day-state';
import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { BusinessDay, RelationshipName } from '../schemas.js';

const STATES = [
  'opening',
  'open',
  'closed-to-transfers',
  'clearing',
  'closed',
] as const satisfies readonly DayState[];

const Day = z
  .object({
    relationship: RelationshipName,
    businessDate: BusinessDay,
    state: z.enum(STATES).meta({ description: 'Business is done while it is `open`.' }),
    signedIn: z.object({ bank: z.boolean(), broker: z.boolean() }),
    parametersFrom: BusinessDay.meta({ description: 'Since when the parameters of this day are in force.' }),
  })
  .meta({ id: 'Day' });

export const findDay = endpoint({
  method: 'get',
  path: '/v1/day',
  summary: 'The business day of a relationship as it stands.',
  roles: ['bank', 'broker', 'regulator'],
  query: z.strictObject({ relationship: RelationshipName }),
  answers: { 200: Day },
  async handle({ query: { relationship } }, { days, relationships }) {
    const day = await days.find(relationships.channelOf(relationship));
    return { status: 200, body: shown(relationship, day) };
  },
});

export const signIn = endpoint({
  method: 'post',
  path: '/v1/sign-ins',
  summary: 'Begin a business day for this side (签到); it is open when both sides have.',
  roles: ['bank', 'broker'],
  body: z.strictObject({ relationship: RelationshipName, businessDate: BusinessDay }).meta({ id: 'SignIn' }),
  answers: { 200: Day },
  async handle({ body: { relationship, businessDate } }, { days, relationships }) {
    const day = await days.signIn(relationships.channelOf(relationship), businessDate);
    return { status: 200, body: shown(relationship, day) };
  },
});

export const signOut = endpoint({
  method: 'post',
  path: '/v1/sign-outs',
  summary: 'End the business day for this side (签退); the first side to do so ends the transfers of both.',
  roles: ['bank', 'broker'],
  body: z.strictObject({ relationship: RelationshipName }).meta({ id: 'SignOut' }),
  answers: { 200: Day },
  async handle({ body: { relationship } }, { days, relationships }) {
    const day = await days.signOut(relationships.channelOf(relationship));
    return { status: 200, body: shown(relationship, day) };
  },
});

function shown(relationship: string, day: DayAnswer): z.input<typeof Day> {
  const { businessDate, state, signedIn, parametersFrom } = day;
  return { relationship, businessDate, state, signedIn, parametersFrom };
}
