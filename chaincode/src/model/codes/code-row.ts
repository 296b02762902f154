/** Who can cure a refusal: the caller by another request, a client, an operator of a member, or time alone. */
export type Cure = 'caller' | 'client' | 'operator' | 'time';

/** What is known of a result code wherever it turns up. */
export interface CodeRow {
  /** Status of the API's answer. */
  readonly http: 400 | 403 | 404 | 409 | 410 | 422;
  readonly cure: Cure;
  /**
   * Whether the same may succeed later. An instruction of a batch needs a new serial then, because its refusal is
   * remembered under the old one.
   */
  readonly retry: boolean;
  readonly en: string;
  readonly zh: string;
}
