import type { Language } from "./concepts.js";

export const norwegian: Language = {
  customer: "kunde, kunder, kundens, kjøper, bestiller, avsender",
  person:
    "brukernavn, bruker, medlem, abonnent, giver, konto, gjest, kontaktperson, husstand, fødselsnummer, person",
  email: "e post, epost, e postadresse, epostadresse",
  detail:
    "navn, fornavn, etternavn, firma, selskap, land, sted, by, poststed, postnr, postnummer, adresse, gate, telefon, mobil, gruppe, kategori, kjønn, alder, språk, kommentar, merknad, beskrivelse, fylke",
  merchant: "selger, leverandør, butikk, mottaker, ansatt, kasserer, avdeling",
  id: "nr, nummer, nøkkel, referanse, løpenr",
  date: "dato, dag, tidspunkt, måned",
  time: "tid, klokkeslett, tidssone, time",
  ordered:
    "handels, ordre, bestilling, bestillings, bestilt, kjøp, kjøps, salg, salgs, faktura, opprettet, lagt, transaksjon, transaksjons, kvittering, bilag, bilags",
  paid: "betalt, betaling, betalings, innbetalt, innbetaling, gave",
  otherMoment:
    "fødsel, fødsels, levering, leverings, levert, sendt, forsendelse, forfall, forfalls, oppdatert, endret, endrings, kansellert, annullert, retur, slutt, start, utløp, utløps, registrert, registrerings, " +
    "første, siste, refusjon",
  amount: "beløp, verdi, sum",
  total: "total, totalt, totalbeløp, sum, samlet, å betale, til sammen, slutt, totalsum, i alt",
  gross: "brutto",
  net: "netto",
  revenue: "omsetning, inntekt, inntekter, salg",
  subtotal: "delsum, varesum, mellomsum",
  tax: "mva, merverdiavgift, skatt, toll",
  shipping: "frakt, porto, levering, forsendelse, fraktkostnad, leveringskostnad",
  discount: "rabatt, rabatter, kupong, gavekort, avslag, kampanje",
  refund: "refusjon, refundert, refundering, tilbakebetalt, retur, kreditert, kreditnota, tilbakebetaling",
  fee: "gebyr, gebyrer, provisjon, tillegg, avgift",
  tip: "tips, driks",
  deposit: "depositum, pant, forskudd",
  cost: "kost, kostnad, kostnader, kostpris, innkjøpspris, innkjøp, varekost",
  margin: "fortjeneste, dekningsbidrag, avanse, overskudd",
  listPrice: "veiledende pris, listepris, førpris, ordinær pris",
  balance: "saldo, restbeløp, utestående, gjenstående, tilgode",
  rate: "sats, kurs, prosent, valutakurs, andel",
  including: "inkl, inklusive, med, etter, inkludert",
  excluding: "ekskl, eks, eksklusive, uten, før",
  quantity: "antall, mengde, stk, vekt",
  price: "pris, priser, salgspris",
  unit: "enhet, enhets, stk, pr, per, stykk",
  line: "linje, vare, varelinje, ordrelinje, post",
  product: "vare, varenr, varenummer, produkt, merke, artikkel",
  order:
    "ordre, ordrer, bestilling, bestillings, faktura, kjøp, kjøps, transaksjon, transaksjons, kvittering, kvitterings, bilag, bilags",
  currency: "valuta, myntenhet",
  status: "status, tilstand",
  method: "måte, metode, type, kanal, betalingsmåte, kilde",
};
