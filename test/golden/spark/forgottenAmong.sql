select count(*) as n from (select distinct customer_id from "transactions" where customer_id is not null) d
where coalesce(sha2('it''s salt' || d.customer_id, 256) in (select customer_hash from (select sha2('it''s salt' || customer_id, 256) as customer_hash from "transactions" t where is_refund) f), false)
