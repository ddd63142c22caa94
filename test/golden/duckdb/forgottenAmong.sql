select count(*) as n from (select distinct customer_id from "transactions" where customer_id is not null) d
where coalesce(sha256('it''s salt' || d.customer_id) in (select customer_hash from (select sha256('it''s salt' || customer_id) as customer_hash from "transactions" t where is_refund) f), false)
