import type { Language } from "./concepts.js";

export const danish: Language = {
  customer: "kunde, kunder, kundens, køber, debitor, afsender, bestiller",
  person:
    "brugernavn, bruger, medlem, medlems, abonnent, donor, konto, gæst, kontaktperson, husstand, person",
  email: "mailadresse, e mailadresse",
  detail:
    "navn, fornavn, efternavn, firma, land, by, postnr, postnummer, adresse, gade, telefon, tlf, mobil, gruppe, kategori, køn, alder, sprog, bemærkning, kommentar, beskrivelse, region, gennemsnit",
  merchant: "sælger, leverandør, butik, modtager, medarbejder, ekspedient, afdeling",
  id: "nr, nummer, numre, nøgle, reference, løbenr",
  date: "dato, dag, tidspunkt, måned, tidsstempel",
  time: "tid, klokkeslæt, tidszone, time",
  ordered:
    "handels, ordre, bestilling, bestillings, køb, købs, salg, salgs, faktura, oprettet, oprettelse, oprettelses, afgivet, transaktion, transaktions, bon, bilag, bilags, kvittering",
  paid: "betalt, betaling, betalings, indbetalt, indbetaling, hævet, donation",
  otherMoment:
    "fødsel, fødsels, levering, leverings, leveret, forsendelse, forsendelses, afsendt, forfald, forfalds, opdateret, ændret, ændring, annulleret, annullering, retur, slut, start, udløb, udløbs, tilmelding, " +
    "registrering, første, sidste, seneste, refusion, afsendelse, eksport",
  amount: "beløb, beløbs, værdi, sum",
  total: "total, totalt, i alt, ialt, samlet, sum, slut, at betale, endelig",
  gross: "brutto",
  net: "netto",
  revenue: "omsætning, indtægt, indtægter, salg",
  subtotal: "subtotal, delsum, varebeløb, varetotal, mellemsum",
  tax: "moms, momsbeløb, afgift, afgifter, skat, told",
  shipping:
    "fragt, forsendelse, levering, porto, leveringsgebyr, fragtomkostninger, forsendelses, leverings, ekspedition",
  discount: "rabat, rabatter, rabatkode, kupon, gavekort, nedslag, tilbud, besparelse",
  refund: "refusion, refunderet, refundering, retur, krediteret, kreditnota, tilbagebetalt, tilbagebetaling",
  fee: "gebyr, gebyrer, provision, kommission, tillæg",
  tip: "drikkepenge",
  deposit: "depositum, pant, forudbetaling, acontobeløb, aconto",
  cost: "kost, kostpris, omkostning, omkostninger, indkøbspris, indkøb, vareforbrug",
  margin: "avance, fortjeneste, dækningsbidrag, overskud",
  listPrice: "vejledende pris, listepris, førpris, normalpris, vejl pris",
  balance: "saldo, restbeløb, udestående, resterende, tilgodehavende, rest",
  rate: "sats, kurs, procent, valutakurs",
  including: "inkl, inklusive, med, incl, efter",
  excluding: "ekskl, eksklusive, uden, excl, før, ex",
  quantity: "antal, mængde, stk, vægt",
  price: "pris, priser, salgspris",
  unit: "enhed, enheds, stk, pr, per, styk",
  line: "linje, linie, vare, varelinje, post",
  product: "vare, varenr, varenummer, produkt, mærke, varegruppe",
  order:
    "ordre, ordrer, bestilling, bestillings, faktura, køb, købs, transaktion, transaktions, bon, kvittering, kvitterings, bilag, bilags",
  currency: "valuta, møntfod",
  status: "status, tilstand",
  method: "måde, metode, type, kanal, betalingsmåde, betalingsmetode, form, kilde",
};
