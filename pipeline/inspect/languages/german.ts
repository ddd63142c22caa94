import type { Language } from "./concepts.js";

export const german: Language = {
  customer:
    "kunde, kunden, käufer, besteller, auftraggeber, debitor, debitoren, rechnungsempfänger, absender, kd, kdnr, mandant",
  person:
    "nutzername, benutzername, benutzer, nutzer, mitglied, mitglieder, abonnent, spender, konto, haushalt, gast, teilnehmer, kontakt, verbraucher, person, personen",
  email: "email, e mail, mailadresse",
  detail:
    "name, vorname, nachname, firma, anrede, land, stadt, ort, plz, postleitzahl, straße, adresse, anschrift, telefon, gruppe, klasse, geschlecht, alter, sprache, " +
    "bemerkung, notiz, beschreibung, text, bezeichnung, region, bundesland, kategorie, durchschnitt, bewertung",
  merchant:
    "händler, verkäufer, lieferant, filiale, empfänger, mitarbeiter, vertreter, kassierer, shop, lager, vermittler, standort",
  id: "nr, nummer, kennung, kennzeichen, schlüssel, nummern",
  date: "datum, tag, zeitpunkt, zeitstempel, monat",
  time: "zeit, uhrzeit, stunde, zeitzone",
  ordered:
    "handels, bestell, bestellung, bestellungs, auftrag, auftrags, rechnung, rechnungs, kauf, verkauf, erstellt, erstellung, angelegt, beleg, umsatz, buchung, buchungs, bestellt, verkaufs",
  paid: "bezahlt, gezahlt, zahlung, zahlungs, zahl, zahlbetrag, eingegangen, spende",
  otherMoment:
    "geburt, geburts, liefer, lieferung, versand, versendet, versandt, fällig, fälligkeit, fälligkeits, geändert, änderung, änderungs, aktualisiert, storno, stornierung, retoure, rückgabe, ablauf, " +
    "ende, beginn, start, anmeldung, registrierung, registriert, erst, letzt, letzte, letzter, wertstellung, gültig, mahnung, ziel, leistung, leistungs, export",
  amount: "betrag, beträge, wert",
  total: "gesamt, summe, total, endbetrag, endsumme, insgesamt",
  gross: "brutto",
  net: "netto",
  revenue: "umsatz, umsätze, erlös, erlöse, einnahmen, einnahme",
  subtotal: "zwischensumme, warenwert, teilsumme, warensumme, teilbetrag",
  tax: "mwst, ust, mehrwertsteuer, umsatzsteuer, steuer, steuern, zoll",
  shipping:
    "versand, versandkosten, porto, fracht, lieferkosten, transport, verpackung, versandgebühr, liefergebühr",
  discount: "rabatt, skonto, gutschein, nachlass, ermäßigung, aktion, rabatte, ersparnis, bonus",
  refund:
    "erstattung, erstattet, rückerstattung, retoure, gutschrift, storno, stornierung, rückzahlung, erstattungs, retouren, zurückerstattet",
  fee: "gebühr, gebühren, provision, aufschlag, nachnahme, courtage, kommission, zuschlag",
  tip: "trinkgeld",
  deposit: "pfand, anzahlung, kaution, vorauszahlung",
  cost: "kosten, einkaufspreis, einstandspreis, einkauf, einkaufs, ek, einstand, wareneinsatz",
  margin: "marge, gewinn, deckungsbeitrag, rohertrag, ertrag",
  listPrice: "listenpreis, uvp, ursprungspreis, katalogpreis, originalpreis, grundpreis, streichpreis",
  balance: "saldo, offen, offener, restbetrag, guthaben, offener betrag, kontostand, rest",
  rate: "satz, kurs, prozent, anteil, quote, wechselkurs",
  including: "inkl, inklusive, einschl, einschließlich, mit, nach, incl",
  excluding: "exkl, exklusive, ohne, vor, zzgl",
  quantity: "menge, anzahl, stückzahl, stück, stk, mengen, gewicht",
  price: "preis, preise, verkaufspreis, vk, vkpreis",
  unit: "einzel, stück, je, pro, einheit, einheits",
  line: "position, positions, pos, zeile, zeilen, artikel, posten",
  product: "artikel, artikelnummer, produkt, ware, warengruppe, marke",
  order:
    "bestellung, bestell, bestellungs, auftrag, auftrags, rechnung, rechnungs, beleg, vorgang, transaktion, transaktions, transaktionscode, bon, quittung, vorgangs, buchung, buchungs, kassenbon",
  currency: "währung, währungs, whg, devise",
  status: "status, zustand, bestellstatus",
  method: "art, weise, methode, typ, kanal, quelle, herkunft",
};
