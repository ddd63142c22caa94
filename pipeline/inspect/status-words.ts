const set = (text: string): ReadonlySet<string> => new Set(text.split(" ").map(plainStatus));

/** A status without marks, case and separators: "Partially_Refunded" and "partially refunded" are the same. */
export function plainStatus(value: string): string {
  return value
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/[łøæ]/g, (letter) => ({ ł: "l", ø: "o", æ: "ae" })[letter]!)
    .replace(/[\s_\-.:/()]+/g, " ")
    .trim();
}

/** Words by which nothing was bought: failed, void, cancelled, a draft, a test. */
const lost = set(
  "failed failure fail void voided cancelled canceled cancel declined denied rejected refused expired abandoned draft test deleted error fraud fraudulent invalid aborted " +
    "storniert storno annulliert abgebrochen fehlgeschlagen gescheitert abgelehnt verworfen geloscht entwurf ungultig abgelaufen " +
    "annule annulee echoue echouee echec refuse refusee rejete rejetee expire expiree brouillon abandonne " +
    "cancelado cancelada anulado anulada fallido fallida fallo rechazado rechazada denegado borrador caducado falhou recusado recusada rejeitado rascunho expirado abandonado " +
    "annullato annullata fallito fallita rifiutato rifiutata stornato bozza " +
    "geannuleerd mislukt geweigerd afgewezen concept " +
    "anulowane anulowany anulowana anulowano odrzucone odrzucony nieudane nieudana wygaslo wygasle szkic " +
    "avbruten avbruten avbrutt avbestalld makulerad annullerad annulleret annullert kansellert misslyckad misslyckades mislykket mislykkedes feilet nekad nektad avvist avvisad afvist slettet utkast kladde udlobet " +
    "peruutettu peruttu hylatty epaonnistui epaonnistunut luonnos vanhentunut mitatoity " +
    "stornovano zruseno neuspesne キャンセル キャンセル済み 取消 取消済み 取り消し 失敗 無効 却下 下書き 期限切れ テスト",
);

/** Words by which it is open whether something was bought, or whether the money went back. */
const unsure = set(
  "vencido scaduto verlopen pending hold onhold awaiting authorized authorised uncaptured unpaid open incomplete review refunded refund reversed reversal chargeback disputed returned overdue requested partially " +
    "ausstehend offen unbezahlt erstattet ruckerstattet retourniert zuruckgegeben wartend teilweise " +
    "attente rembourse remboursee impaye partiellement pendiente reembolsado reembolsada devuelto devuelta impagado parcialmente pendente estornado devolvido " +
    "sospeso attesa rimborsato rimborsata reso parzialmente behandeling openstaand terugbetaald wacht oczekujace oczekuje zwrocone zwrot nieoplacone " +
    "vantande obetald aterbetald aterbetalt avventer venter ventende ubetalt refunderet refundert odottaa palautettu hyvitetty maksamatta 保留 保留中 返金 返金済み 未払い 返品 未入金",
);

/** Words by which something was bought. */
const bought = set(
  "paid complete completed succeeded success successful shipped delivered fulfilled captured settled closed processed processing approved confirmed done ok active sent accepted " +
    "bezahlt abgeschlossen versandt versendet geliefert erledigt erfolgreich bestatigt paye payee termine terminee livre livree expedie reussi valide " +
    "pagado pagada completado completada enviado entregado pago paga concluido concluida aprovado pagato pagata completato completata spedito consegnato " +
    "betaald voltooid afgerond verzonden geleverd oplacone oplacony zrealizowane wyslane dostarczone zakonczone " +
    "betald betalt slutford genomford skickad levererad leveret levert fullfort gennemfort afsendt sendt maksettu valmis toimitettu lahetetty suoritettu " +
    "zaplaceno 完了 支払済み 支払い済み 発送済み 入金済み 配達済み 注文完了",
);

/** How such words begin in whatever form: annulé, annulée, annullato, annulleret. */
const lostStems =
  /^(annul|anul|cancel|kansel|kasser|storn|fehlges|gescheit|fail|echou|fallid|fallit|falhou|mislyk|misslyc|mislukt|geannul|afgewez|avbrut|avbest|peruut|peruttu|epaonn|hylat|nieuda|odrzuc|declin|reject|rejet|recus|rifiut|rechaz|void)/;

const names = set(
  "status situacao situacion situazione sytuacja state zustand statut etat estado stato stan stav tila tilanne situation ステータス 状態 支払状況 注文状況",
);
const nameStems = /(status|statut|zustand|ステータス|状態|状況)/;
/** What the status of a customer or a contract is called: it is no status of an order. */
const notOfOrders =
  /(customer|kund|client|cliente|member|account|konto|subscription|subscriber|abonn|plan|user|email|marketing|employment|marital)/;

export type StatusMeaning = "lost" | "unsure" | "bought" | "unknown";

/** What a value of a status column says of the order. */
export function statusMeaning(value: string): StatusMeaning {
  const plain = plainStatus(value);
  const words = [plain, plain.replaceAll(" ", ""), ...plain.split(" ")];
  if (words.some((word) => word === "not" || word === "un" || word === "nicht")) return "unsure";
  if (words.some((word) => unsure.has(word))) return "unsure";
  if (words.some((word) => lost.has(word) || lostStems.test(word))) return "lost";
  return words.some((word) => bought.has(word)) ? "bought" : "unknown";
}

/** Whether the name of a column says that it holds the status of orders. */
export function isStatusName(name: string): boolean {
  const plain = plainStatus(name.replace(/([a-z0-9])([A-Z])/g, "$1 $2"));
  if (notOfOrders.test(plain)) return false;
  return nameStems.test(plain) || plain.split(" ").some((word) => names.has(word));
}
