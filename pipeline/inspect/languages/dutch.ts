import type { Language } from "./concepts.js";

export const dutch: Language = {
  customer:
    "klant, klanten, koper, besteller, debiteur, debiteuren, afnemer, afzender, relatie, opdrachtgever",
  person:
    "gebruikersnaam, gebruiker, gebruikers, lid, leden, abonnee, donateur, rekening, gast, bezoeker, contactpersoon, huishouden, persoon",
  email: "e mailadres, mailadres, emailadres",
  detail:
    "naam, voornaam, achternaam, bedrijf, bedrijfsnaam, land, plaats, stad, woonplaats, provincie, adres, postcode, telefoon, groep, categorie, geslacht, leeftijd, taal, opmerking, " +
    "omschrijving, gemiddelde",
  merchant: "verkoper, leverancier, winkel, ontvanger, medewerker, vestiging, filiaal",
  id: "nummer, nr, kenmerk, sleutel, referentie",
  date: "datum, dag, tijdstip, maand",
  time: "tijd, uur, tijdzone",
  ordered:
    "bestel, bestelling, besteld, order, factuur, factuur, aankoop, verkoop, aangemaakt, aanmaak, geplaatst, aankoop, transactie, bon, gefactureerd",
  paid: "betaald, betaling, betaal, voldaan, ontvangen, gift, donatie",
  otherMoment:
    "geboorte, lever, levering, leverdatum, verzend, verzending, verzonden, verval, vervaldatum, gewijzigd, wijziging, bijgewerkt, annulering, geannuleerd, retour, einde, begin, start, registratie, " +
    "inschrijf, eerste, laatste, terugbetaling, verloop, export",
  amount: "bedrag, bedragen, waarde, som",
  total: "totaal, totale, eind, som",
  gross: "bruto",
  net: "netto",
  revenue: "omzet, opbrengst, inkomsten",
  subtotal: "subtotaal, tussentotaal, goederen totaal",
  tax: "btw, belasting, belastingen, accijns",
  shipping:
    "verzend, verzending, verzendkosten, porto, vracht, bezorgkosten, bezorging, levering, leveringskosten, transport, verpakking",
  discount: "korting, kortingen, kortingsbedrag, coupon, waardebon, actie, kortings, cadeaubon, tegoedbon",
  refund: "terugbetaling, terugbetaald, retour, retouren, restitutie, creditering, gecrediteerd, creditnota",
  fee: "kosten, toeslag, commissie, provisie, transactiekosten, administratiekosten, betaalkosten",
  tip: "fooi",
  deposit: "aanbetaling, borg, statiegeld, voorschot, waarborg",
  cost: "kostprijs, inkoopprijs, inkoop, inkoopwaarde, kosten",
  margin: "marge, winst",
  listPrice: "adviesprijs, catalogusprijs, van prijs, lijstprijs",
  balance: "saldo, openstaand, openstaande, restant, tegoed, resterend",
  rate: "tarief, percentage, koers, wisselkoers",
  including: "incl, inclusief, met, na",
  excluding: "excl, exclusief, zonder, voor",
  quantity: "aantal, hoeveelheid, stuks, aantallen, gewicht",
  price: "prijs, prijzen, verkoopprijs",
  unit: "stuk, stuks, per, eenheid, eenheids",
  line: "regel, regels, artikel, orderregel, positie",
  product: "product, artikel, artikelnummer, merk",
  order:
    "order, orders, bestelling, bestel, factuur, transactie, aankoop, verkoop, bon, kassabon, boeking, boekings, ticket",
  currency: "valuta, munt, munteenheid",
  status: "status, toestand",
  method: "methode, wijze, betaalwijze, betaalmethode, soort, type, kanaal, herkomst",
};
