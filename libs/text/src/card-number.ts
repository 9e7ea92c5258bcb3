/** True if the digits of a text pass the Luhn check of card numbers (ISO/IEC 7812-1, annex B). Anything but digits is ignored. */
export const passesLuhn = (text: string): boolean => {
  let sum = 0;
  let count = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) continue;
    const weighted = count % 2 === 0 ? digit : digit * 2;
    sum += weighted > 9 ? weighted - 9 : weighted;
    count += 1;
  }
  return count > 0 && sum % 10 === 0;
};
