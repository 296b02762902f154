/** Who can cure a refusal: the caller by another request, a client, an operator of a member, or time alone. */
export type Cure = 'caller' | 'client' | 'operator' | 'time';

/** What is known of a result code wherever it turns up. */
export interface CodeRow {
  /** Status of the API's answer. */
  readonly http: 400 | 403 | 404 | 409 | 410 | 422;
  readonly cure: Cure;
  /** Whether the same instruction may succeed later under the same serial. */
  readonly retry: boolean;
  readonly en: string;
  readonly zh: string;
}
