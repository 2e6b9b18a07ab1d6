namespace Workbook.Dashboards.Tests.Figures;

/// <summary>A query for each visual, written by hand from what the visual says it shows. The column k is the row's key.</summary>
internal static class Oracles
{
    /// <param name="Key">The tile's columns that make the key, joined by |; none for a single row.</param>
    public sealed record One(string Key, string Sql);

    public static IReadOnlyDictionary<string, One> All { get; } = new Dictionary<string, One>
    {
        ["executive_kpis"] = new("", """
            SELECT '' AS k, coalesce(sum(net_aud_amount), 0) AS total_sales, count(DISTINCT order_id) AS orders, sum(net_aud_amount) / nullif(count(DISTINCT order_id), 0) AS average_order_value,
                coalesce(sum(quantity), 0) AS quantity, (SELECT coalesce(sum(quantity), 0) FROM rn) / nullif(sum(quantity), 0) AS return_rate
            FROM n
            """),
        ["executive_to_date"] = new("", """
            SELECT '' AS k, coalesce(sum(net_aud_amount) FILTER (order_date >= date_trunc('year', $to) AND order_date <= $to), 0) AS total_sales_ytd,
                coalesce(sum(net_aud_amount) FILTER (order_date >= date_trunc('month', $to) AND order_date <= $to), 0) AS total_sales_mtd,
                CASE WHEN $from - INTERVAL 1 YEAR >= $first THEN sum(net_aud_amount) FILTER (order_date BETWEEN $from AND $to)
                    / nullif(sum(net_aud_amount) FILTER (order_date BETWEEN $from - INTERVAL 1 YEAR AND last_year.day), 0) - 1 END AS total_sales_yoy,
                CASE WHEN date_trunc('year', $to - INTERVAL 1 YEAR) >= $first THEN coalesce(sum(net_aud_amount) FILTER (order_date BETWEEN date_trunc('year', $to) AND $to), 0)
                    / nullif(sum(net_aud_amount) FILTER (order_date BETWEEN date_trunc('year', $to - INTERVAL 1 YEAR) AND last_year.day), 0) - 1 END AS total_sales_ytd_yoy,
                CASE WHEN $to - 29 >= $first THEN coalesce(sum(net_aud_amount) FILTER (order_date BETWEEN $to - 29 AND $to), 0) / 30 END AS sales_rolling_30_day_average
            FROM (SELECT CASE WHEN day($from) = 1 AND $to = last_day($to) THEN last_day($to - INTERVAL 1 YEAR) ELSE ($to - INTERVAL 1 YEAR)::DATE END AS day) last_year LEFT JOIN s ON true
            GROUP BY last_year.day
            """),
        ["sales_trend"] = new("day", """
            , calendar AS (SELECT unnest(generate_series($first, $asof, INTERVAL 1 DAY))::DATE AS day),
            daily AS (SELECT day, (SELECT coalesce(sum(net_aud_amount), 0) FROM s WHERE order_date = day) AS sales FROM calendar),
            missed AS (
                SELECT a.day, a.sales - (SELECT sum(b.sales) / 4 FROM daily b WHERE a.day - b.day IN (7, 14, 21, 28)) AS error
                FROM daily a WHERE a.day - 28 >= $first AND a.day > $asof - 182),
            ahead AS (SELECT ($asof + i)::DATE AS day, (SELECT avg(sales) FROM daily WHERE daily.day > $asof - 28 AND isodow(daily.day) = isodow($asof + i)) AS forecast FROM range(1, 29) t(j), (SELECT 1) u, LATERAL (SELECT j::INTEGER AS i))
            SELECT day::VARCHAR AS k, sales AS total_sales, NULL AS forecast, NULL AS low, NULL AS high FROM daily WHERE EXISTS (SELECT 1 FROM s)
            UNION ALL
            SELECT day::VARCHAR, NULL, forecast, greatest(0, forecast - 1.96 * (SELECT stddev_samp(error) FROM missed)), forecast + 1.96 * (SELECT stddev_samp(error) FROM missed) FROM ahead WHERE EXISTS (SELECT 1 FROM s)
            """),
        ["sales_by_category"] = new("category", "SELECT category AS k, sum(net_aud_amount) AS total_sales FROM every WHERE ($region IS NULL OR region = $region) AND order_date BETWEEN $from AND $to GROUP BY 1"),
        ["sales_map"] = new("region|state", """
            SELECT concat_ws('|', region, state_region) AS k, sum(net_aud_amount) AS total_sales, count(DISTINCT order_id) AS orders,
                (SELECT count(*) FROM gold.dim_store d WHERE d.state_region = every.state_region AND ($store IS NULL OR d.store_id = $store)) AS stores
            FROM every WHERE state_region IS NOT NULL AND ($category IS NULL OR category = $category) AND order_date BETWEEN $from AND $to GROUP BY region, state_region
            """),
        ["top_products"] = new("product", """
            SELECT any_value(product_name) || ' (' || known_product || ')' AS k, sum(net_aud_amount) AS total_sales, sum(quantity) AS quantity
            FROM n WHERE known_product IS NOT NULL GROUP BY known_product ORDER BY 2 DESC, known_product LIMIT 10
            """),
        ["customer_kpis"] = new("", """
            SELECT '' AS k, count(DISTINCT known_customer) AS active_customers, (SELECT count(*) FROM (SELECT DISTINCT known_customer FROM n WHERE first_order_date = order_date AND known_customer IS NOT NULL)) AS new_customers,
                count(DISTINCT CASE WHEN first_order_date < $from THEN known_customer END) AS returning_customers,
                (SELECT count(DISTINCT known_customer) FROM n WHERE first_order_date = order_date) / nullif(count(DISTINCT known_customer), 0) AS new_customer_share,
                coalesce(sum(CASE WHEN is_vip THEN net_aud_amount END), 0) / nullif(sum(net_aud_amount), 0) AS vip_contribution
            FROM n
            """),
        ["customer_value"] = new("", "SELECT '' AS k, sum(net_aud_amount) / nullif(count(DISTINCT person_id), 0) AS customer_lifetime_value, count(DISTINCT person_id) AS buyers_to_date FROM s WHERE person_id IS NOT NULL"),
        ["customer_segments"] = new("segment", "SELECT segment AS k, count(DISTINCT known_customer) AS active_customers, sum(net_aud_amount) AS total_sales FROM n WHERE known_customer IS NOT NULL GROUP BY 1"),
        ["clv_distribution"] = new("band", """
            , spent AS (SELECT person_id, sum(net_aud_amount) AS spent FROM s WHERE person_id IS NOT NULL GROUP BY 1)
            SELECT CASE WHEN spent < 50 THEN 'to 50' WHEN spent < 100 THEN '50–100' WHEN spent < 200 THEN '100–200' WHEN spent < 500 THEN '200–500' WHEN spent < 1000 THEN '500–1,000'
                WHEN spent < 2000 THEN '1,000–2,000' WHEN spent < 5000 THEN '2,000–5,000' WHEN spent < 10000 THEN '5,000–10,000' ELSE 'from 10,000' END AS k,
                count(*) AS people, (SELECT quantile_cont(spent, 0.5) FROM spent) AS median_value, (SELECT quantile_cont(spent, 0.9) FROM spent) AS top_tenth_value
            FROM spent GROUP BY 1
            """),
        ["new_vs_returning"] = new("month", """
            SELECT date_trunc('month', order_date)::DATE::VARCHAR AS k, count(DISTINCT CASE WHEN first_order_date = order_date THEN known_customer END) AS new_customers,
                count(DISTINCT CASE WHEN first_order_date < greatest(date_trunc('month', order_date), $first) THEN known_customer END) AS returning_customers
            FROM s GROUP BY 1
            """),
        ["vip_share"] = new("of_all", """
            SELECT 'customers' AS k, count(DISTINCT CASE WHEN is_vip THEN known_customer END) / nullif(count(DISTINCT known_customer), 0) AS vip_share FROM n HAVING count(*) > 0
            UNION ALL SELECT 'sales', coalesce(sum(net_aud_amount) FILTER (is_vip), 0) / sum(net_aud_amount) FROM n HAVING count(*) > 0
            """),
        ["acquisition_funnel"] = new("stage", """
            , kinds(k, better) AS (VALUES ('page_view', ['page_view', 'search', 'product_view', 'add_to_cart', 'checkout', 'purchase']), ('product_view', ['product_view', 'add_to_cart', 'checkout', 'purchase']),
                ('add_to_cart', ['add_to_cart', 'checkout', 'purchase']), ('checkout', ['checkout', 'purchase']), ('purchase', ['purchase']))
            SELECT k, (SELECT count(DISTINCT session_id) FROM silver.int_events WHERE list_contains(better, event_type) AND event_date >= $from AND event_date <= $to) AS sessions FROM kinds
            """),
        ["churn"] = new("month_end", """
            , ends AS (SELECT calendar_date AS day FROM gold.dim_date WHERE calendar_date = last_day(calendar_date) AND calendar_date <= $asof AND calendar_date - 179 >= $first),
            mine AS (SELECT DISTINCT known_customer AS id, order_date FROM every WHERE known_customer IS NOT NULL AND ($region IS NULL OR region = $region)),
            past AS (SELECT DISTINCT day, id FROM ends, mine WHERE order_date >= day - 179 AND order_date <= day - 90),
            late AS (SELECT DISTINCT day, id FROM ends, mine WHERE order_date >= day - 89 AND order_date <= day)
            SELECT day::VARCHAR AS k, count(*) FILTER (late.id IS NULL) / count(*) AS churn_rate, count(*) AS customers_before FROM past LEFT JOIN late USING (day, id) GROUP BY day
            """),
        ["product_kpis"] = new("", """
            SELECT '' AS k, count(DISTINCT known_product) AS products_sold, coalesce(sum(quantity), 0) / nullif(count(DISTINCT known_product), 0) AS inventory_turnover,
                (SELECT coalesce(sum(quantity), 0) FROM rn) / nullif(sum(quantity), 0) AS return_rate, sum(discount_aud_amount) / nullif(sum(gross_aud_amount), 0) AS discount_share,
                (SELECT coalesce(sum(return_aud_amount), 0) FROM rn) / nullif(sum(line_total_aud_amount), 0) AS returned_value_share
            FROM n
            """),
        ["revenue_margin"] = new("category|subcategory", """
            , mine AS (SELECT * FROM every WHERE ($region IS NULL OR region = $region) AND order_date BETWEEN $from AND $to AND category <> 'unknown'),
            back AS (
                SELECT p.category, p.subcategory, sum(f.return_aud_amount) AS amount
                FROM gold.fct_returns f JOIN gold.dim_store st USING (store_key) JOIN gold.dim_product_scd p USING (product_key)
                WHERE ($store IS NULL OR st.store_id = $store) AND ($region IS NULL OR st.region = $region) AND f.order_date BETWEEN $from AND $to GROUP BY ALL)
            SELECT mine.category || '|' || mine.subcategory AS k, sum(net_aud_amount) AS total_sales, sum(discount_aud_amount) / sum(gross_aud_amount) AS discount_share,
                coalesce(any_value(back.amount), 0) / sum(line_total_aud_amount) AS returned_value_share,
                (1 - sum(discount_aud_amount) / sum(gross_aud_amount)) * (1 - coalesce(any_value(back.amount), 0) / sum(line_total_aud_amount)) AS kept_share
            FROM mine LEFT JOIN back USING (category, subcategory) GROUP BY mine.category, mine.subcategory
            """),
        ["category_drill"] = new("level|category|subcategory|name", """
            , mine AS (SELECT * FROM every WHERE ($region IS NULL OR region = $region) AND order_date BETWEEN $from AND $to),
            products AS (
                SELECT category, subcategory, known_product, any_value(product_name) AS name, sum(net_aud_amount) AS sales, sum(quantity) AS pieces,
                    rank() OVER (PARTITION BY category, subcategory ORDER BY sum(net_aud_amount) DESC, known_product) AS place
                FROM mine WHERE known_product IS NOT NULL GROUP BY category, subcategory, known_product)
            SELECT '1|||' || category AS k, sum(net_aud_amount) AS total_sales, sum(quantity) AS quantity FROM mine GROUP BY category
            UNION ALL SELECT '2|' || category || '||' || subcategory, sum(net_aud_amount), sum(quantity) FROM mine WHERE category <> 'unknown' GROUP BY category, subcategory
            UNION ALL SELECT '3|' || category || '|' || subcategory || '|' || name || ' (' || known_product || ')', sales, pieces FROM products WHERE place <= 5
            """),
        ["price_impact"] = new("price_step", """
            , mine AS (SELECT * FROM every WHERE known_product IS NOT NULL AND ($category IS NULL OR category = $category)),
            tags AS (SELECT known_product AS id, currency, order_date AS day, max(unit_price_amount) AS price FROM mine GROUP BY ALL),
            pairs AS (
                SELECT b.id, b.currency, b.day, a.day AS old, b.price / a.price - 1 AS step FROM tags b JOIN tags a ON a.id = b.id AND a.currency = b.currency
                    AND a.day = (SELECT max(c.day) FROM tags c WHERE c.id = b.id AND c.currency = b.currency AND c.day < b.day)
                WHERE a.price <> b.price AND a.day >= $first + 30 AND b.day <= $asof - 30),
            sized AS (
                SELECT *, (SELECT coalesce(sum(quantity), 0) FROM mine WHERE known_product = id AND mine.currency = pairs.currency AND order_date >= old - 30 AND order_date < old) AS before,
                    (SELECT coalesce(sum(quantity), 0) FROM mine WHERE known_product = id AND mine.currency = pairs.currency AND order_date > day AND order_date <= day + 30) AS after
                FROM pairs)
            SELECT CASE WHEN step < -0.1 THEN 'down over 10 %' WHEN step < 0 THEN 'down to 10 %' WHEN step < 0.1 THEN 'up under 10 %' ELSE 'up from 10 %' END AS k,
                sum(after) / nullif(sum(before), 0) - 1 AS quantity_change, count(*) AS price_changes, avg(step) AS average_price_change FROM sized GROUP BY 1
            """),
        ["turnover"] = new("category", "SELECT category AS k, sum(quantity) / count(DISTINCT known_product) AS inventory_turnover FROM every WHERE category <> 'unknown' AND ($region IS NULL OR region = $region) AND order_date BETWEEN $from AND $to GROUP BY 1"),
        ["lifecycle"] = new("stage", """
            , shelf AS (
                SELECT d.*, (SELECT coalesce(sum(quantity), 0) FROM every WHERE known_product = d.product_id AND order_date > $asof - 90) AS late,
                    (SELECT coalesce(sum(quantity), 0) FROM every WHERE known_product = d.product_id AND order_date > $asof - 180 AND order_date <= $asof - 90) AS early,
                    (SELECT coalesce(sum(net_aud_amount), 0) FROM every WHERE known_product = d.product_id AND order_date > $asof - 180) AS sales
                FROM gold.dim_product_scd d WHERE d.is_current AND d.product_id IS NOT NULL AND ($category IS NULL OR d.category = $category)),
            staged AS (SELECT *, CASE WHEN is_discontinued THEN 'discontinued' WHEN late + early = 0 THEN 'dormant' WHEN introduced_date > $asof - INTERVAL 1 YEAR THEN 'introduction'
                WHEN late > 1.15 * early THEN 'growth' WHEN late < 0.85 * early THEN 'decline' ELSE 'maturity' END AS stage FROM shelf)
            SELECT stage AS k, count(*) AS products, sum(sales) AS total_sales, count(*) / (SELECT count(*) FROM staged) AS share_of_products, sum(sales) / nullif((SELECT sum(sales) FROM staged), 0) AS share_of_sales FROM staged GROUP BY 1
            """),
        ["abc"] = new("class", """
            , sold AS (SELECT known_product AS id, sum(net_aud_amount) AS sales FROM n WHERE known_product IS NOT NULL GROUP BY 1),
            placed AS (SELECT *, (SELECT coalesce(sum(b.sales), 0) FROM sold b WHERE b.sales > a.sales OR (b.sales = a.sales AND b.id < a.id)) / nullif((SELECT sum(sales) FROM sold), 0) AS above FROM sold a),
            classed AS (SELECT *, CASE WHEN above < 0.8 THEN 'A' WHEN above < 0.95 THEN 'B' ELSE 'C' END AS class FROM placed)
            SELECT class AS k, count(*) AS products, sum(sales) AS class_sales, count(*) / (SELECT count(*) FROM sold) AS share_of_products, sum(sales) / nullif((SELECT sum(sales) FROM sold), 0) AS share_of_sales FROM classed GROUP BY 1
            """),
        ["price_what_if"] = new("", "SELECT '' AS k, coalesce(sum(net_aud_amount), 0) AS total_sales, coalesce(sum(quantity), 0) AS quantity FROM n"),
        ["delivery_gauges"] = new("", """
            SELECT '' AS k, count(*) FILTER (delivery_days <= 7) / nullif(count(delivered_at), 0) AS on_time_rate, avg(delivery_days) AS average_delivery_days,
                count(*) FILTER (delivered_at IS NULL AND shipped_at + INTERVAL 7 DAY < $asof + 1) / nullif(count(*), 0) AS overdue_share FROM hn
            """),
        ["shipping_cost"] = new("month", "SELECT date_trunc('month', shipped_at)::DATE::VARCHAR AS k, sum(ship_cost_aud_amount) / count(*) AS average_shipping_cost, coalesce(sum(shipping_fee_aud_amount), 0) / count(*) AS average_shipping_fee FROM h WHERE shipped_at < $asof + 1 GROUP BY 1"),
        ["carriers"] = new("carrier", """
            SELECT carrier AS k, count(*) AS shipments, count(*) FILTER (delivery_days <= sla_days) / nullif(count(delivered_at), 0) AS on_time_rate, avg(delivery_days) AS average_delivery_days,
                sum(ship_cost_aud_amount) / count(*) AS average_shipping_cost, count(*) FILTER (is_overdue) / count(*) AS overdue_share FROM hn GROUP BY 1
            """),
        ["sensor_alerts"] = new("shelf|alert", """
            , counted AS (SELECT shelf_id, count(*) FILTER (is_temperature_anomaly) AS sensor_anomalies, count(*) FILTER (is_out_of_safe_band) AS sensor_unsafe_hours, count(*) FILTER (is_battery_low) AS sensor_low_batteries FROM e GROUP BY 1)
            SELECT shelf_id || '|' || alert AS k, hours AS alert_hours, (SELECT count(*) FROM e) AS sensor_hours FROM (UNPIVOT counted ON sensor_anomalies, sensor_unsafe_hours, sensor_low_batteries INTO NAME alert VALUE hours)
            """),
        ["lead_times"] = new("tier|region", "SELECT lead_time_tier || '|' || region AS k, count(*) AS suppliers, avg(lead_time_days) AS average_lead_days FROM gold.dim_supplier WHERE supplier_key <> -1 GROUP BY lead_time_tier, region"),
        ["store_heatmap"] = new("store|weekday", """
            , mine AS (SELECT f.store_id, f.store_name, dayname(order_date) AS day, net_aud_amount FROM every f WHERE store_key <> -1 AND ($region IS NULL OR region = $region) AND order_date BETWEEN $from AND $to),
            best AS (SELECT store_id FROM mine GROUP BY 1 ORDER BY sum(net_aud_amount) DESC, store_id LIMIT 12)
            SELECT store_name || ' (' || store_id || ')|' || day[1:3] AS k, sum(net_aud_amount) AS total_sales FROM mine SEMI JOIN best USING (store_id) GROUP BY store_name, store_id, day
            """),
        ["sla_what_if"] = new("within_days", "SELECT ceil(delivery_days)::INTEGER::VARCHAR AS k, count(*) AS parcels FROM hn WHERE delivery_days IS NOT NULL GROUP BY 1"),
        ["quality_kpis"] = new("", """
            SELECT '' AS k, ($to - max(order_date)) AS freshness, 1 - (sum((customer_key = -1)::INT) + sum((product_key = -1)::INT) + sum((store_key = -1)::INT)) / nullif(3 * count(*), 0) AS lookup_completeness, 3 * count(*) AS sales_lookups FROM n
            """),
        ["completeness"] = new("", """
            SELECT '' AS k, (count(email) + count(phone) + count(address_line1) + count(postcode) + count(birth_date)) / (5 * count(*)) AS completeness_score, 5 * count(*) AS customer_fields_expected
            FROM people WHERE customer_id IS NOT NULL AND NOT is_pii_masked AND joined_date <= $asof
            """),
        ["rejection_kpis"] = new("", "SELECT '' AS k, sum(rows_rejected_count) / sum(rows_read_count) AS rejection_rate, sum(rows_read_count) AS rows_read, sum(rows_rejected_count) AS rows_rejected FROM gold.fct_ingestion_audit"),
        ["pipeline_kpis"] = new("", """
            SELECT '' AS k, quality_checks_passed / (quality_checks_passed + quality_checks_failed) AS checks_passed_share, quality_checks_failed AS checks_failed, duration_seconds, rows_loaded
            FROM read_json('$lake/_dbt/run_log.jsonl') ORDER BY started_at DESC LIMIT 1
            """),
        ["pipeline_health"] = new("kind|status", """
            SELECT CASE WHEN unique_id LIKE 'unit_test.%' THEN 'unit tests' WHEN unique_id LIKE 'test.%' THEN 'tests' WHEN unique_id LIKE 'model.%' THEN 'models' WHEN unique_id LIKE 'seed.%' THEN 'seeds' ELSE 'snapshots' END || '|' || status AS k, count(*) AS nodes
            FROM read_json('$lake/_dbt/node_log.jsonl') GROUP BY 1
            """),
        ["rejections_by_source"] = new("source", "SELECT source_name AS k, sum(rows_rejected_count) / sum(rows_read_count) AS rejection_rate, sum(rows_rejected_count) AS rows_rejected, sum(rows_read_count) AS rows_read FROM gold.fct_ingestion_audit GROUP BY 1"),
        ["rejection_reasons"] = new("reason", """
            SELECT regexp_extract(src_filename, '^[a-z_]+') || ': ' || reason AS k, count(*) AS rejected_rows FROM rejects."all" GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10
            """),
        ["source_freshness"] = new("source", """
            , dated AS (SELECT source_name, max(processed_at) AS processed_at, CASE source_name WHEN 'orders_header' THEN (SELECT max(order_dt_local) FROM bronze.orders_header) WHEN 'orders_lines' THEN (SELECT max(order_date) FROM gold.fct_sales) WHEN 'events' THEN (SELECT max(event_date) FROM silver.int_events)
                WHEN 'sensors' THEN (SELECT max(hour_at)::DATE FROM gold.fct_sensor_readings) WHEN 'exchange_rates' THEN (SELECT max(rate_date) FROM silver.int_exchange_rates) WHEN 'shipments' THEN (SELECT max(shipped_at)::DATE FROM gold.fct_shipments)
                WHEN 'returns' THEN (SELECT max(returned_at)::DATE FROM gold.fct_returns) END AS newest_day FROM gold.fct_ingestion_audit GROUP BY source_name)
            SELECT source_name AS k, newest_day, greatest($asof - newest_day, CASE WHEN newest_day IS NOT NULL THEN 0 END) AS days_behind,
                strftime(processed_at, '%Y-%m-%d %H:%M') AS loaded_at, round(datediff('microsecond', processed_at, TIMESTAMP '2026-11-21 13:00:00') / 3.6e9, 1) AS hours_since_load
            FROM dated
            """),
        ["missing_data"] = new("field|quarter", """
            , asked AS (SELECT *, year(joined_date) || ' Q' || quarter(joined_date) AS q FROM people WHERE customer_id IS NOT NULL AND NOT is_pii_masked AND joined_date <= $asof AND joined_date > $asof - INTERVAL 3 YEAR),
            sold AS (SELECT *, year(order_date) || ' Q' || quarter(order_date) AS q FROM every)
            SELECT 'customer: e-mail|' || q AS k, 1 - count(email) / count(*) AS missing_share, count(*) AS rows FROM asked GROUP BY q
            UNION ALL SELECT 'customer: telephone|' || q, 1 - count(phone) / count(*), count(*) FROM asked GROUP BY q
            UNION ALL SELECT 'customer: address|' || q, 1 - count(address_line1) / count(*), count(*) FROM asked GROUP BY q
            UNION ALL SELECT 'customer: postcode|' || q, 1 - count(postcode) / count(*), count(*) FROM asked GROUP BY q
            UNION ALL SELECT 'customer: birth date|' || q, 1 - count(birth_date) / count(*), count(*) FROM asked GROUP BY q
            UNION ALL SELECT 'line: known customer|' || q, avg((known_customer IS NULL)::INT), count(*) FROM sold GROUP BY q
            UNION ALL SELECT 'line: known product|' || q, avg((known_product IS NULL)::INT), count(*) FROM sold GROUP BY q
            UNION ALL SELECT 'line: known store|' || q, avg((store_name IS NULL OR store_name = 'unknown')::INT), count(*) FROM sold GROUP BY q
            """),
        ["processing_time"] = new("step", """
            , steps AS (
                SELECT source_name AS k, 'load' AS stage, sum(duration_seconds) AS seconds FROM gold.fct_ingestion_audit GROUP BY source_name
                UNION ALL SELECT string_split(unique_id, '.')[3], string_split(unique_id, '.')[1], seconds FROM read_json('$lake/_dbt/node_log.jsonl') WHERE unique_id NOT LIKE '%test.%')
            SELECT k, stage, seconds FROM steps ORDER BY seconds DESC, k LIMIT 15
            """),
        ["store_detail"] = new("store_id|month", """
            SELECT store_id || '|' || date_trunc('month', order_date)::DATE AS k, sum(net_aud_amount) AS total_sales, count(DISTINCT order_id) AS orders FROM every WHERE store_key <> -1 GROUP BY store_id, date_trunc('month', order_date)
            """),
        ["schema_drift"] = new("source", """
            SELECT source_name AS k, CASE source_name WHEN 'returns' THEN 'return_reason_code' ELSE '' END AS columns_added, '' AS columns_dropped, '' AS types_changed, '' AS outside_contract FROM gold.fct_ingestion_audit GROUP BY 1
            """),
    };
}
