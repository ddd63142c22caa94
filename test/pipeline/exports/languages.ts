/** What a language calls the columns of an export, each in several ways, and its words for orders that count and that do not. */
export interface Language {
  readonly code: string;
  readonly headers: Readonly<Record<Header, readonly string[]>>;
  readonly paid: readonly string[];
  readonly failed: readonly string[];
}

export const headerNames = [
  "order",
  "customer",
  "email",
  "date",
  "shipped",
  "total",
  "subtotal",
  "tax",
  "shipping",
  "discount",
  "refunded",
  "status",
  "currency",
  "quantity",
  "unitPrice",
  "price",
  "lineTotal",
  "item",
  "name",
  "city",
  "phone",
] as const;
export type Header = (typeof headerNames)[number];

/** Headers in the order of `headerNames`, ways of saying separated by |. */
function language(code: string, text: string, paid: string, failed: string): Language {
  const ways = text.split(",").map((each) => each.trim().split("|"));
  if (ways.length !== headerNames.length) throw new Error(`${code} has ${ways.length} headers`);
  const headers = Object.fromEntries(
    headerNames.map((name, i) => [name, ways[i]!]),
  ) as unknown as Language["headers"];
  return { code, headers, paid: paid.split("|"), failed: failed.split("|") };
}

export const languages: readonly Language[] = [
  language(
    "en",
    `Order ID|Order Number|order_id|Invoice No|TransactionID, Customer ID|customer_id|CustomerNumber|Client ID|buyer_id,
    Email|Customer Email|E-mail Address|email_address, Order Date|Created At|order_date|Purchase Date|Date|Paid at, Ship Date|Delivered On|shipped_at,
    Total|Order Total|Grand Total|total_amount|Amount, Subtotal|Items Subtotal|sub_total, Tax|VAT|Sales Tax|tax_amount, Shipping|Shipping Cost|shipping_fee,
    Discount|Discount Amount|Coupon Amount, Refunded Amount|Amount Refunded|total_refunded, Status|Order Status|Payment Status,
    Currency|currency_code, Quantity|Qty, Unit Price|unit_price|Price per unit, Price, Line Total|line_total|Item Total, Item|Product Name|Lineitem name,
    Customer Name|Full Name|Buyer, City|Billing City, Phone|Phone Number`,
    "Paid|Completed|paid|succeeded",
    "Failed|Cancelled|Voided|canceled",
  ),
  language(
    "de",
    `Bestellnummer|Auftragsnummer|Rechnungsnummer|Bestell-Nr., Kundennummer|Kunden-Nr.|KundenID|Kunde, E-Mail|E-Mail-Adresse|Kunden-E-Mail,
    Bestelldatum|Rechnungsdatum|Datum|Auftragsdatum, Lieferdatum|Versanddatum, Gesamtbetrag|Gesamtsumme|Rechnungsbetrag|Betrag|Summe,
    Zwischensumme|Warenwert, MwSt|Mehrwertsteuer|Steuerbetrag|USt, Versandkosten|Versand|Porto, Rabatt|Gutschein|Nachlass, Erstattet|Erstatteter Betrag,
    Status|Bestellstatus|Zahlungsstatus, Währung|Waehrung, Menge|Anzahl, Einzelpreis|Stückpreis|Preis pro Stück, Preis, Zeilensumme|Positionssumme|Gesamtpreis,
    Artikel|Bezeichnung|Produkt, Kundenname|Name, Ort|Stadt, Telefon|Telefonnummer`,
    "Bezahlt|Abgeschlossen",
    "Storniert|Fehlgeschlagen",
  ),
  language(
    "fr",
    `Numéro de commande|N° commande|Commande|Référence commande, Numéro client|N° client|Identifiant client|ID client, Email|Adresse e-mail|Courriel,
    Date de commande|Date commande|Date, Date d'expédition|Date de livraison, Total|Montant total|Total TTC|Montant, Sous-total|Total HT, TVA|Taxe|Montant TVA,
    Frais de port|Livraison, Remise|Réduction, Montant remboursé|Remboursé, Statut|État, Devise, Quantité|Qté, Prix unitaire, Prix, Total ligne|Montant ligne,
    Article|Produit|Désignation, Nom du client|Nom, Ville, Téléphone`,
    "Payée|Terminée",
    "Annulée|Échouée",
  ),
  language(
    "es",
    `Número de pedido|Pedido|Nº pedido|ID pedido, Número de cliente|ID cliente|Código cliente|Cliente, Correo electrónico|Email|Correo,
    Fecha de pedido|Fecha pedido|Fecha|Fecha de compra, Fecha de envío|Fecha de entrega, Total|Importe total|Importe|Total pedido, Subtotal|Base imponible, IVA|Impuestos,
    Gastos de envío|Envío, Descuento, Importe reembolsado|Reembolsado, Estado|Estado del pedido, Moneda|Divisa, Cantidad|Unidades, Precio unitario, Precio,
    Total línea|Importe línea, Artículo|Producto, Nombre del cliente|Nombre, Ciudad|Población, Teléfono`,
    "Pagado|Completado",
    "Cancelado|Fallido",
  ),
  language(
    "it",
    `Numero ordine|N. ordine|ID ordine|Ordine, Codice cliente|ID cliente|Numero cliente|Cliente, Email|Indirizzo email, Data ordine|Data|Data acquisto,
    Data spedizione|Data consegna, Totale|Importo totale|Totale ordine|Importo, Subtotale|Imponibile, IVA|Imposta, Spese di spedizione|Spedizione, Sconto,
    Importo rimborsato|Rimborsato, Stato|Stato ordine, Valuta, Quantità|Qtà, Prezzo unitario, Prezzo, Totale riga|Importo riga, Articolo|Prodotto,
    Nome cliente|Nominativo, Città, Telefono`,
    "Pagato|Completato",
    "Annullato|Fallito",
  ),
  language(
    "nl",
    `Bestelnummer|Ordernummer|Factuurnummer, Klantnummer|Klant-ID|Klant, E-mail|E-mailadres, Besteldatum|Orderdatum|Datum|Factuurdatum, Verzenddatum|Leverdatum,
    Totaal|Totaalbedrag|Bedrag|Factuurbedrag, Subtotaal, BTW|BTW-bedrag, Verzendkosten, Korting, Terugbetaald|Terugbetaald bedrag, Status|Bestelstatus, Valuta,
    Aantal|Hoeveelheid, Stuksprijs|Prijs per stuk|Eenheidsprijs, Prijs, Regeltotaal|Totaal regel, Artikel|Product, Klantnaam|Naam, Plaats|Woonplaats, Telefoon`,
    "Betaald|Voltooid",
    "Geannuleerd|Mislukt",
  ),
  language(
    "pt",
    `Número do pedido|Pedido|ID do pedido|Encomenda, Código do cliente|ID do cliente|Número do cliente|Cliente, E-mail|Correio eletrónico,
    Data do pedido|Data da compra|Data, Data de envio|Data de entrega, Total|Valor total|Total do pedido|Valor, Subtotal, Imposto|IVA, Frete|Portes, Desconto,
    Valor reembolsado|Reembolsado, Status|Estado|Situação, Moeda, Quantidade|Qtd, Preço unitário|Valor unitário, Preço, Total da linha|Total do item, Produto|Artigo,
    Nome do cliente|Nome, Cidade, Telefone`,
    "Pago|Concluído",
    "Cancelado|Falhou",
  ),
  language(
    "pl",
    `Numer zamówienia|Nr zamówienia|Zamówienie|ID zamówienia, Numer klienta|ID klienta|Klient|Kod klienta, E-mail|Adres e-mail, Data zamówienia|Data zakupu|Data,
    Data wysyłki|Data dostawy, Suma|Kwota|Wartość zamówienia|Kwota brutto|Razem, Wartość netto|Suma częściowa, VAT|Podatek, Koszt wysyłki|Wysyłka, Rabat,
    Kwota zwrotu|Zwrócono, Status|Status zamówienia, Waluta, Ilość|Liczba sztuk, Cena jednostkowa, Cena, Wartość pozycji, Produkt|Nazwa produktu, Imię i nazwisko|Nazwa klienta,
    Miasto, Telefon`,
    "Opłacone|Zrealizowane",
    "Anulowane|Nieudane",
  ),
  language(
    "da",
    `Ordrenummer|Ordrenr.|Fakturanummer, Kundenummer|Kundenr.|Kunde-ID, E-mail|E-mailadresse, Ordredato|Bestillingsdato|Dato|Fakturadato,
    Leveringsdato|Forsendelsesdato, Total|Beløb|I alt|Totalbeløb, Subtotal|Varetotal, Moms, Fragt|Forsendelse, Rabat, Refunderet|Refunderet beløb, Status|Ordrestatus,
    Valuta, Antal, Stykpris|Enhedspris, Pris, Linjetotal|Linjebeløb, Vare|Produkt, Kundenavn|Navn, By, Telefon`,
    "Betalt|Gennemført",
    "Annulleret|Mislykket",
  ),
  language(
    "sv",
    `Ordernummer|Ordernr|Beställningsnummer, Kundnummer|Kundnr|Kund-ID, E-post|E-postadress, Orderdatum|Beställningsdatum|Datum, Leveransdatum|Skickad,
    Totalt|Totalbelopp|Belopp|Summa, Delsumma, Moms|Momsbelopp, Frakt|Fraktkostnad, Rabatt, Återbetalt|Återbetalt belopp, Status|Orderstatus, Valuta, Antal,
    Styckpris|Pris per styck, Pris, Radsumma|Radbelopp, Artikel|Produkt, Kundnamn|Namn, Ort|Stad, Telefon`,
    "Betald|Slutförd",
    "Avbruten|Misslyckad",
  ),
  language(
    "nb",
    `Ordrenummer|Bestillingsnummer|Ordrenr., Kundenummer|Kundenr.|Kunde-ID, E-post|E-postadresse, Ordredato|Bestillingsdato|Dato, Leveringsdato|Sendt dato,
    Totalt|Beløp|Totalsum|Sum, Delsum, MVA|Merverdiavgift, Frakt|Fraktkostnad, Rabatt, Refundert|Refundert beløp, Status|Ordrestatus, Valuta, Antall,
    Stykkpris|Enhetspris, Pris, Linjesum|Linjetotal, Vare|Produkt, Kundenavn|Navn, By|Sted, Telefon`,
    "Betalt|Fullført",
    "Kansellert|Mislyktes",
  ),
  language(
    "fi",
    `Tilausnumero|Tilauksen numero|Laskunumero, Asiakasnumero|Asiakastunnus|Asiakas, Sähköposti|Sähköpostiosoite, Tilauspäivä|Tilauspäivämäärä|Päivämäärä|Pvm,
    Toimituspäivä|Lähetyspäivä, Yhteensä|Loppusumma|Summa|Kokonaissumma, Välisumma, ALV|Vero, Toimituskulut|Postikulut, Alennus, Palautettu|Palautettu summa,
    Tila|Tilauksen tila, Valuutta, Määrä|Kpl, Yksikköhinta|Kappalehinta, Hinta, Rivisumma|Rivi yhteensä, Tuote|Tuotenimi, Asiakkaan nimi|Nimi, Kaupunki|Paikkakunta, Puhelin`,
    "Maksettu|Valmis",
    "Peruutettu|Epäonnistunut",
  ),
  language(
    "ja",
    `注文番号|注文ID|受注番号, 顧客ID|顧客番号|会員番号, メールアドレス|Eメール, 注文日|注文日時|購入日|受注日, 発送日|配送日, 合計金額|合計|請求金額|総額, 小計|商品合計, 消費税|税額, 送料,
    割引|値引き額, 返金額, ステータス|注文状況, 通貨, 数量|個数, 単価, 価格, 明細金額|行合計, 商品名|商品, 氏名|顧客名, 市区町村|住所, 電話番号`,
    "支払済み|完了",
    "キャンセル|失敗",
  ),
];
