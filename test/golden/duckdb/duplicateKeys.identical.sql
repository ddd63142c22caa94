select row_hash as duplicate_key from (select row_hash, order_key from "staged_0" where reason is null
union all select row_hash, order_key from "staged_1" where reason is null)
where order_key is not null group by row_hash having count(*) > 1
