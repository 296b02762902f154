const FORM = /^1[3-9]\d{9}$/;

/** Whether a text is a mobile number of China's mainland: 11 digits, without country code or separators. */
export function isMobile(text: string): boolean {
  return FORM.test(text);
}
