select count(*) as n from (select distinct customer_id from "transactions" where customer_id is not null) d
where coalesce(encode(sha256(convert_to('it''s salt' || d.customer_id, 'UTF8')), 'hex') in (select customer_hash from (select encode(sha256(convert_to('it''s salt' || customer_id, 'UTF8')), 'hex') as customer_hash from "transactions" t where is_refund) f), false)
