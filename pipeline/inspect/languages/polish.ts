import type { Language } from "./concepts.js";

export const polish: Language = {
  customer:
    "klient, klienta, klienci, nabywca, nabywcy, kupujący, kupującego, kontrahent, kontrahenta, odbiorca faktury, zamawiający, zamawiającego, płatnik, płatnika",
  person:
    "nazwa użytkownika, użytkownik, użytkownika, członek, członka, abonent, abonenta, darczyńca, konto, konta, kontakt, gość, osoba, pesel, nip",
  email: "e mail, adres email, poczta",
  detail:
    "imię, nazwisko, nazwa, firma, kraj, miasto, województwo, region, adres, kod pocztowy, telefon, grupa, kategoria, płeć, wiek, język, uwagi, opis, ulica, komentarz, średnia",
  merchant:
    "sprzedawca, sprzedawcy, dostawca, sklep, sklepu, odbiorca, odbiorcy, pracownik, kasjer, oddział, przedstawiciel, magazyn",
  id: "numer, nr, identyfikator, kod, symbol, klucz, oznaczenie",
  date: "data, dzień, dnia, miesiąc",
  time: "godzina, czas, strefa czasowa",
  ordered:
    "zamówienie, zamówienia, zakup, zakupu, sprzedaż, sprzedaży, faktura, faktury, wystawienia, utworzenia, utworzono, złożenia, transakcja, transakcji, dokument, dokumentu, paragon, paragonu",
  paid: "zapłacono, zapłacona, opłacone, płatność, płatności, zapłaty, wpłata, wpłaty, darowizna",
  otherMoment:
    "urodzenia, dostawa, dostawy, wysyłka, wysyłki, wysłania, termin, modyfikacji, zmiany, aktualizacji, anulowania, zwrotu, końca, początku, rejestracji, pierwszego, ostatniego, " +
    "ważności, realizacji, doręczenia, wymagalności",
  amount: "kwota, kwoty, wartość, wartości, suma, należność",
  total: "razem, łącznie, łączna, łączny, całkowita, całkowity, suma, ogółem, do zapłaty, sumaryczna",
  gross: "brutto",
  net: "netto",
  revenue: "przychód, przychody, obrót, utarg",
  subtotal: "suma częściowa, wartość produktów, wartość towarów, suma pośrednia",
  tax: "vat, podatek, podatku",
  shipping:
    "wysyłka, wysyłki, dostawa, dostawy, koszt wysyłki, koszt dostawy, przesyłka, przesyłki, transport",
  discount: "rabat, rabatu, rabaty, zniżka, zniżki, kupon, kuponu, promocja, upust, bon podarunkowy",
  refund: "zwrot, zwrotu, zwroty, zwrócono, korekta, korekty, reklamacja",
  fee: "opłata, opłaty, prowizja, prowizji, dopłata",
  tip: "napiwek",
  deposit: "zaliczka, kaucja, zadatek, przedpłata",
  cost: "koszt, koszty, cena zakupu, cena nabycia",
  margin: "marża, zysk",
  listPrice: "cena katalogowa, cena regularna, cena przed",
  balance: "saldo, pozostało, zaległość, niezapłacone",
  rate: "stawka, kurs, procent",
  including: "z, wraz",
  excluding: "bez, przed",
  quantity: "ilość, liczba, sztuk, szt, sztuki, waga",
  price: "cena, ceny",
  unit: "jednostkowa, jednostka, jedn, sztukę",
  line: "pozycja, pozycji, wiersz, linia",
  product: "produkt, produktu, towar, towaru, marka, artykuł",
  order:
    "zamówienie, zamówienia, zamówień, faktura, faktury, transakcja, transakcji, paragon, paragonu, zakup, zakupu, dokument, dokumentu, rachunek, rachunku",
  currency: "waluta, waluty",
  status: "status, stan",
  method: "metoda, sposób, typ, forma, kanał, rodzaj, źródło",
};
