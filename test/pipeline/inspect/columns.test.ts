import { expect, test } from "vitest";
import type { Roles } from "../../../pipeline/inspect/assign-roles.js";
import { expectedRoles, rolesOf } from "./made-columns.js";
import { moreHeaders } from "./more-headers.js";

/** Headers of shops and tills, with the role that each column should get: see made-columns.ts for the letters. */
const headers: readonly string[] = [
  // English
  "order_id=O; customer_id=C; order_date=D; total=A; currency=U",
  "Order Number=O; Customer Number=C; Order Date=D; Ship Date=later; Subtotal=s; Tax=x; Shipping=h; Discount=k; Order Total=A",
  "id=id; user_id=C; created_at=D; updated_at=later; status=st; amount=A; fee=f; net=payout; currency=U",
  "Invoice #=O; Client=C; Invoice Date=D; Due Date=later; Amount=A; Balance=r; Status=st",
  "Date=D; Time=time; Customer Email=E; Gross Sales=s; Discounts=k; Tax=x; Total=A",
  "transaction_id=O; member_id=C; purchase_date=D; sku=sku; quantity=q; unit_price=p; discount_amount=k; line_total=A",
  "InvoiceNo=O; StockCode=sku; Quantity=Q; InvoiceDate=D; UnitPrice=P; CustomerID=C; Country=place",
  "OrderID=O; CustomerName=n; CustomerEmail=E; OrderedOn=D; DeliveredOn=later; GrandTotal=A; TaxAmount=x; ShippingFee=h; CouponCode=w",
  "donor_id=C; gift_date=D; donation_amount=A; campaign=place",
  "Account=C; Posting Date=later; Transaction Date=D; Description=w; Amount=A; Balance=s",
  "ticket_no=O; passenger_id=C; booked_at=D; departure_date=later; fare_total=A; refund_amount=r; tip=k",
  "buyer=N; sale_date=D; list_price=list; price=p; sale_total=A; commission=f",
  // German
  "Bestellnummer=O; Kundennummer=C; Bestelldatum=D; Gesamtbetrag=A; Versandkosten=h; Währung=U; Zahlungsart=place",
  "Rechnungsnr=O; Kundennr=C; Rechnungsdatum=D; Fälligkeitsdatum=later; Nettobetrag=net; MwSt=x; Bruttobetrag=A",
  "Belegnummer;Kd-Nr;Belegdatum;Warenwert;Rabatt;Mehrwertsteuer;Endsumme"
    .split(";")
    .map((n, i) => `${n}=${"OCDskxA"[i]}`)
    .join(";"),
  "Auftragsnummer=O; Besteller E-Mail=E; Auftragsdatum=D; Lieferdatum=later; Zwischensumme=s; Porto=h; Gutschein=k; Rechnungsbetrag=A; Status=st",
  "Datum=D; Uhrzeit=time; Kunde=C; Artikel=sku; Menge=Q; Einzelpreis=P",
  "Bon=O; Kundenkarte=C; Kaufdatum=D; Umsatz=A; Wareneinsatz=cost; Filiale=j",
  "BESTELLNUMMER=O; KUNDEN_ID=C; BESTELLT_AM=D; GEAENDERT_AM=later; SUMME_BRUTTO=A; SUMME_NETTO=net; WAEHRUNG=U",
  "Kundenname=n; Kundennummer=C; Geburtsdatum=birth; Kaufdatum=D; Kaufpreis=A; Trinkgeld=k; Pfand=h",
  // French
  "Numéro de commande=O; N° client=C; Date de commande=D; Date de livraison=later; Sous-total=s; Frais de port=h; TVA=x; Prix total TTC=A",
  "Référence facture=O; Client=C; Date facture=D; Échéance=later; Montant HT=net; TVA=x; Montant TTC=A; Devise=U",
  "Date d'achat=D; Identifiant client=C; Montant=A; Remise=k; Statut=st; Magasin=j",
  "commande=O; adresse e-mail=E; créée le=D; expédiée le=later; total=A; remboursement=r",
  "Date=D; Code client=C; Désignation=sku; Qté=Q; Prix unitaire=P",
  // Spanish
  "Número de pedido=O; ID de cliente=C; Fecha del pedido=D; Fecha de envío=later; Subtotal=s; Gastos de envío=h; IVA=x; Importe total=A",
  "Factura=O; Cliente=C; Fecha=D; Base imponible=s; Impuestos=x; Total=A; Moneda=U",
  "fecha_compra=D; correo electrónico=E; monto=A; descuento=k; estado=st; propina=r",
  "Pedido=O; Cód. cliente=C; Fecha de creación=D; Cantidad=Q; Precio unitario=P; Artículo=sku",
  // Italian
  "Numero ordine=O; Codice cliente=C; Data ordine=D; Data spedizione=later; Imponibile=s; IVA=x; Spese di spedizione=h; Totale=A",
  "Fattura=O; Cliente=C; Data fattura=D; Scadenza=later; Importo=A; Valuta=U; Sconto=k",
  "data_acquisto=D; email=E; importo_totale=A; rimborso=r; stato=st",
  "Ordine=O; ID cliente=C; Data=D; Articolo=sku; Quantità=Q; Prezzo unitario=P",
  // Dutch
  "Bestelnummer=O; Klantnummer=C; Besteldatum=D; Verzenddatum=later; Verzendkosten=h; Korting=k; Totaal excl. btw=net; BTW=x; Totaal incl. btw=A",
  "Factuurnummer=O; Debiteur=C; Factuurdatum=D; Vervaldatum=later; Bedrag=A; Openstaand=r; Munt=U",
  "klant_id=C; aankoopdatum=D; aantal=Q; stukprijs=P; artikel=sku",
  "Bon=O; E-mailadres=E; Datum=D; Tijd=time; Omzet=A; Statiegeld=k",
  // Portuguese
  "Número do pedido=O; Cliente=C; Data do pedido=D; Data de entrega=later; Subtotal=s; Frete=h; Desconto=k; Valor total=A",
  "nota fiscal=O; cpf=C; data de emissão=D; vencimento=later; valor bruto=A; impostos=x; valor líquido=net; moeda=U",
  "encomenda=O; e-mail=E; data da compra=D; portes=h; total com IVA=A; estado=st",
  "pedido=O; id_cliente=C; data=D; produto=sku; quantidade=Q; preço unitário=P",
  // Polish
  "Numer zamówienia=O; Numer klienta=C; Data zamówienia=D; Data wysyłki=later; Kwota netto=net; VAT=x; Kwota brutto=A; Waluta=U",
  "Faktura=O; Nabywca=C; Data wystawienia=D; Termin płatności=later; Wartość=A; Rabat=k; Status=st",
  "Paragon=O; Klient=C; Data sprzedaży=D; Towar=sku; Ilość=Q; Cena jednostkowa=P",
  "id_zamowienia=O; adres email=E; data zakupu=D; koszt dostawy=h; suma=A",
  // Danish
  "Ordrenummer=O; Kundenummer=C; Kundenavn=n; Ordredato=D; Beløb inkl. moms=A; Valuta=U; Betalingsmåde=place; Land=place",
  "Fakturanr=O; Kundenr=C; Fakturadato=D; Forfaldsdato=later; Beløb ekskl. moms=net; Moms=x; I alt=A",
  "Bestilling=O; Kundens e-mail=E; Oprettet=D; Fragt=h; Rabat=k; Total=A; Status=st",
  "Bon=O; Medlemsnr=C; Købsdato=D; Vare=sku; Antal=Q; Stykpris=P",
  // Swedish
  "Ordernr=O; Datum=D; Kundnr=C; Fraktkostnad=h; Moms=x; Totalbelopp=A; Valuta=U",
  "Fakturanummer=O; Kundnummer=C; Fakturadatum=D; Förfallodatum=later; Belopp exkl moms=net; Moms=x; Summa inkl moms=A",
  "Kvitto=O; Medlem=C; Köpdatum=D; Artikel=sku; Antal=Q; Styckpris=P",
  "Order=O; E-post=E; Skapad=D; Skickad=later; Rabatt=k; Att betala=A",
  // Norwegian
  "Ordrenummer=O; Kundenummer=C; Ordredato=D; Leveringsdato=later; Sum eks. mva=net; MVA=x; Sum inkl. mva=A; Valuta=U",
  "Faktura=O; Kunde=C; Fakturadato=D; Forfall=later; Beløp=A; Gebyr=f; Status=st",
  "Kvittering=O; Kundenr=C; Kjøpsdato=D; Varenr=sku; Antall=Q; Enhetspris=P",
  // Finnish
  "Tilausnumero=O; Asiakasnumero=C; Tilauspäivä=D; Toimituspäivä=later; ALV=x; Toimituskulut=h; Alennus=k; Yhteensä=A; Valuutta=U",
  "Laskun numero=O; Asiakas=C; Laskun päivämäärä=D; Eräpäivä=later; Veroton summa=net; Loppusumma=A",
  "Kuitti=O; Sähköposti=E; Ostopäivä=D; Tuote=sku; Määrä=Q; Yksikköhinta=P",
  // Icelandic
  "Pöntunarnúmer=O; Viðskiptavinur=C; Dagsetning=D; Upphæð=A; VSK=x; Sendingarkostnaður=h",
  // Japanese, Chinese, Korean
  "注文番号=O; 顧客ID=C; 注文日=D; 発送日=later; 小計=s; 消費税=x; 送料=h; 合計金額=A; 通貨=U",
  "受注番号=O; 会員番号=C; 受注日時=D; 商品コード=sku; 数量=Q; 単価=P",
  "伝票番号=O; 得意先コード=C; 売上日=D; 税抜金額=net; 税込金額=A; 担当者=j",
  "購入日=D; メールアドレス=E; お支払い金額=A; 割引額=k; 手数料=f; 状態=st",
  "订单编号=O; 客户编号=C; 下单时间=D; 发货时间=later; 运费=h; 优惠金额=k; 实付金额=A; 订单状态=st",
  "訂單編號=O; 會員編號=C; 訂單日期=D; 小計=s; 運費=h; 總金額=A; 幣別=U",
  "주문번호=O; 고객번호=C; 주문일자=D; 배송비=h; 할인금액=k; 총금액=A",
];

function rolesShown(roles: Roles): Record<string, string> {
  return Object.fromEntries(
    (["customer", "date", "amount", "quantity", "unitPrice", "order", "currency"] as const).flatMap((role) =>
      roles[role] === null ? [] : [[role, roles[role].column.name]],
    ),
  );
}

test.each(headers)("%s", (line) => {
  for (const sums of [true, false]) {
    const roles = rolesOf(line, sums);
    expect(rolesShown(roles)).toEqual(expectedRoles(line));
    expect(roles.open).toEqual([]);
  }
});

test("headers of many systems", () => {
  for (const line of moreHeaders) {
    const roles = rolesOf(line, true);
    expect(rolesShown(roles), line).toEqual(expectedRoles(line));
    expect(roles.open, line).toEqual([]);
  }
});
