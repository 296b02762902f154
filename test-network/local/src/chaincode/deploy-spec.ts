import { z } from 'zod';
import { CollectionsFile } from '../lifecycle/collections.js';

const LABEL = /^[a-zA-Z0-9]+([-_][a-zA-Z0-9]+)*$/;
const HOST_AND_PORT = /^[^:\s]+:\d{1,5}$/;

/** What can be asked of `deploy`; also the body of the control socket's verb. */
export const DeploySpec = z
  .strictObject({
    name: z.string().regex(LABEL, {
      error: 'expected letters and digits with single hyphens or underscores, such as basic',
    }),
    /** Folder of a Node.js chaincode package, run as it is. */
    chaincode: z.string().min(1).optional(),
    /** HOST:PORT of a chaincode service that runs already, in any language. */
    address: z
      .string()
      .regex(HOST_AND_PORT, { error: 'expected HOST:PORT, such as localhost:9999' })
      .optional(),
    /** PEM file of the root certificate of the service at `address`; without it the peer speaks plaintext. */
    tlsRoot: z.string().optional(),
    /** All channels if absent. */
    channels: z.array(z.string()).min(1).optional(),
    /** Signature policy text; `{bank}`, `{broker}` and `{regulator}` stand for the channel's MSP ids. */
    policy: z.string().optional(),
    collections: CollectionsFile.optional(),
    /** A file with the same content as `collections`. */
    collectionsFile: z.string().optional(),
    sequence: z.int().min(1, { error: 'expected a whole number from 1' }).optional(),
    version: z
      .string()
      .regex(/^[A-Za-z0-9_.+-]+$/, { error: 'expected a version such as 1.0' })
      .optional(),
    initRequired: z.boolean().optional(),
  })
  .refine((spec) => (spec.chaincode === undefined) !== (spec.address === undefined), {
    error: 'expected either chaincode (a folder) or address (HOST:PORT)',
  });

export type DeploySpec = z.input<typeof DeploySpec>;

export interface DeployResult {
  readonly name: string;
  readonly channels: readonly {
    readonly channel: string;
    readonly sequence: number;
    /** False: the channel had agreed on this very definition already. */
    readonly changed: boolean;
  }[];
  /** Under which id each organisation's chaincode must register with its peer (CHAINCODE_ID of a service). */
  readonly packages: readonly { readonly organisation: string; readonly packageId: string }[];
}
