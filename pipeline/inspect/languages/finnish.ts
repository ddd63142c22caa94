import type { Language } from "./concepts.js";

export const finnish: Language = {
  customer: "asiakas, asiakkaan, asiakkaat, asiakas, ostaja, ostajan, tilaaja, tilaajan, lähettäjä",
  person:
    "käyttäjätunnus, käyttäjä, käyttäjän, jäsen, jäsenen, jäsennumero, lahjoittaja, tili, vieras, kotitalous, henkilö",
  email: "sähköposti, sähköpostiosoite, s posti",
  detail:
    "nimi, etunimi, sukunimi, yritys, maa, kaupunki, paikkakunta, postinumero, osoite, katu, puhelin, ryhmä, luokka, sukupuoli, ikä, kieli, kommentti, huomautus, kuvaus, alue",
  merchant: "myyjä, myyjän, toimittaja, kauppa, myymälä, vastaanottaja, työntekijä",
  id: "numero, nro, tunnus, tunniste, viite, koodi, numeron",
  date: "päivä, päivämäärä, pvm, ajankohta, aikaleima, kuukausi",
  time: "aika, kello, kellonaika, aikavyöhyke",
  ordered:
    "tilaus, tilauksen, tilattu, osto, oston, ostettu, myynti, myynnin, lasku, laskun, luotu, tapahtuma, tapahtuman, kuitti, kuitin, laskutus",
  paid: "maksettu, maksu, maksun, suoritettu, lahjoitus",
  otherMoment:
    "syntymä, syntymäaika, toimitus, toimituksen, toimitettu, lähetys, lähetetty, erä, eräpäivä, päivitetty, muutettu, muokattu, peruutettu, palautus, palautettu, loppu, alku, rekisteröinti, rekisteröity, " +
    "ensimmäinen, viimeinen, vanhenee, hyvitys",
  amount: "summa, arvo, rahamäärä, hinta yhteensä, euromäärä",
  total: "yhteensä, kokonaissumma, loppusumma, kokonais, loppu, kokonaishinta, maksettava, summa",
  gross: "brutto, verollinen",
  net: "netto, alv 0, veroton",
  revenue: "liikevaihto, myynti, tuotto, tulot",
  subtotal: "välisumma, tuotteet yhteensä",
  tax: "alv, vero, verot, veron, arvonlisävero",
  shipping: "toimituskulu, toimituskulut, postikulu, postikulut, rahti, toimitusmaksu, toimitus, postimaksu",
  discount: "alennus, alennukset, alennuksen, kuponki, lahjakortti, hyvitys, etu",
  refund: "palautus, palautukset, palautettu, hyvitys, hyvitetty",
  fee: "palkkio, käsittelykulu, lisämaksu, provisio, kulu, kulut",
  tip: "juomaraha, tippi",
  deposit: "pantti, ennakkomaksu, käsiraha, ennakko",
  cost: "kustannus, kustannukset, ostohinta, hankintahinta",
  margin: "kate, voitto, myyntikate",
  listPrice: "ohjehinta, listahinta, ovh, normaalihinta",
  balance: "saldo, avoin, jäljellä, maksamatta",
  rate: "kurssi, prosentti, alv kanta",
  including: "sis, sisältää, sisältäen",
  excluding: "ilman, ei sis, ennen",
  quantity: "määrä, lukumäärä, kpl, lkm, paino",
  price: "hinta, hinnat, myyntihinta",
  unit: "yksikkö, yksikön, kappale, kpl, à",
  line: "rivi, tuoterivi, rivin, tilausrivi",
  product: "tuote, tuotteen, tuotekoodi, artikkeli, merkki",
  order: "tilaus, tilauksen, tilausten, lasku, laskun, osto, tapahtuma, tapahtuman, kuitti, kuitin",
  currency: "valuutta, valuutan, rahayksikkö",
  status: "tila, tilan, tilanne",
  method: "tapa, maksutapa, tyyppi, kanava, menetelmä, toimitustapa",
};
