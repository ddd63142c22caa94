/** What stands for a customer where nobody is known, in small letters: the default of ingest.placeholderIds. */
export const placeholderIds: readonly string[] = (
  "0|-1|-|--|.|?|#n/a|n/a|na|null|none|(none)|nil|nan|undefined|unknown|anonymous|anon|default|(not set)|not set|no customer|no email|noemail|" +
  "guest|guests|guest@example.com|walk-in|walkin|walk in|gast|gäst|gjest|invité|invitado|ospite|gość|laufkundschaft|unbekannt|inconnu|" +
  "desconocido|sconosciuto|ゲスト|游客|00000000-0000-0000-0000-000000000000"
).split("|");
