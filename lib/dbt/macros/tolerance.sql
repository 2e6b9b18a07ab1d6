{#
    How many of `row_count` rows may break a rule that a share of `limit` of all rows may break: that share, and three
    standard errors of it, so that a fair sample of a few hundred rows doesn't fail by chance. At a million rows and 1.5 %
    the allowance is 0.04 % of the rows.
#}
{% macro tolerated_count(row_count, limit) -%}
    {{ row_count }} * {{ limit }} + 3 * sqrt({{ row_count }} * {{ limit }} * (1 - {{ limit }}))
{%- endmacro %}
