import type { Language } from "./concepts.js";

export const swedish: Language = {
  customer: "kund, kunder, kundens, köpare, beställare, avsändare",
  person:
    "användarnamn, användare, användar, medlem, medlems, prenumerant, givare, konto, gäst, kontaktperson, hushåll, person, personnummer",
  email: "e post, epost, mejl, e postadress, epostadress, mejladress",
  detail:
    "namn, förnamn, efternamn, företag, land, ort, stad, postnr, postnummer, adress, gata, telefon, mobil, grupp, kategori, kön, ålder, språk, kommentar, anteckning, beskrivning, län, medel, benämning",
  merchant: "säljare, leverantör, butik, mottagare, anställd, kassör, avdelning",
  id: "nr, nummer, nyckel, referens, id",
  date: "datum, dag, tidpunkt, månad, tidsstämpel",
  time: "tid, klockslag, tidszon, timme",
  ordered:
    "order, beställning, beställnings, beställt, köp, försäljning, försäljnings, faktura, skapad, skapat, lagd, lagt, transaktion, transaktions, kvitto, verifikation, beställd",
  paid: "betald, betalt, betalning, betalnings, inbetalt, inbetald, gåva, debiterat",
  otherMoment:
    "födelse, födelsedag, leverans, levererad, leveransdatum, skickad, förfallo, förfall, uppdaterad, ändrad, ändrat, avbokad, annullerad, makulerad, retur, slut, start, utgång, utgångs, registrerad, registrerings, " +
    "första, sista, senaste, återbetalning, återbetald, frakt, export",
  amount: "belopp, beloppet, värde, summa",
  total: "total, totalt, totala, summa, att betala, sammanlagt, slut",
  gross: "brutto",
  net: "netto",
  revenue: "omsättning, intäkt, intäkter, försäljning",
  subtotal: "delsumma, varuvärde, delbelopp, ordersumma exkl frakt",
  tax: "moms, skatt, tull, punktskatt",
  shipping:
    "frakt, fraktkostnad, porto, leverans, fraktavgift, leveransavgift, expeditionsavgift, expedition",
  discount: "rabatt, rabatter, kupong, presentkort, nedsättning, kampanj, avdrag",
  refund:
    "återbetalning, återbetalt, återbetald, återbetalat, retur, krediterat, krediterad, kreditnota, kreditfaktura, återköp",
  fee: "avgift, avgifter, provision, kommission, tillägg",
  tip: "dricks",
  deposit: "handpenning, deposition, pant, förskott",
  cost: "kost, kostnad, kostnader, inköpspris, inköp, självkostnad",
  margin: "marginal, vinst, täckningsbidrag",
  listPrice: "listpris, rekpris, ordinarie pris, cirkapris, rek pris",
  balance: "saldo, restbelopp, utestående, kvar, tillgodohavande, resterande",
  rate: "sats, kurs, procent, valutakurs, andel",
  including: "inkl, inklusive, med, efter, incl",
  excluding: "exkl, exklusive, utan, före, excl, ex",
  quantity: "antal, mängd, kvantitet, st, vikt",
  price: "pris, priser, försäljningspris",
  unit: "styck, st, per, enhet, enhets, á, à",
  line: "rad, artikel, orderrad, post",
  product: "artikel, produkt, vara, varumärke, varugrupp, artikelnr, artikelnummer",
  order:
    "order, ordrar, beställning, beställnings, faktura, köp, transaktion, transaktions, kvitto, verifikation, bokning, boknings, verifikat",
  currency: "valuta, myntslag",
  status: "status, tillstånd",
  method: "sätt, metod, typ, kanal, betalsätt, betalningssätt, källa, betalmetod, leveranssätt",
};
