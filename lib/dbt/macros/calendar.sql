{# Easter Sunday of a Gregorian year by the anonymous algorithm (Meeus, Astronomical Algorithms, chapter 8). #}
{% macro easter_sunday(year) -%}
    {%- set a = '(' ~ year ~ ' % 19)' -%}
    {%- set b = '(' ~ year ~ ' // 100)' -%}
    {%- set c = '(' ~ year ~ ' % 100)' -%}
    {%- set g = '((8 * ' ~ b ~ ' + 13) // 25)' -%}
    {%- set h = '((19 * ' ~ a ~ ' + ' ~ b ~ ' - ' ~ b ~ ' // 4 - ' ~ g ~ ' + 15) % 30)' -%}
    {%- set l = '((32 + 2 * (' ~ b ~ ' % 4) + 2 * (' ~ c ~ ' // 4) - ' ~ h ~ ' - ' ~ c ~ ' % 4) % 7)' -%}
    {%- set m = '((' ~ a ~ ' + 11 * ' ~ h ~ ' + 19 * ' ~ l ~ ') // 433)' -%}
    {%- set n = '(' ~ h ~ ' + ' ~ l ~ ' - 7 * ' ~ m ~ ')' -%}
    make_date({{ year }}, ({{ n }} + 90) // 25, ({{ n }} + 33 * (({{ n }} + 90) // 25) + 19) % 32)
{%- endmacro %}

{# The n-th Monday (1) … Sunday (7) of a month. #}
{% macro nth_weekday(year, month, weekday, n) -%}
    make_date({{ year }}, {{ month }}, 1)
        + cast((7 + {{ weekday }} - isodow(make_date({{ year }}, {{ month }}, 1))) % 7 + 7 * ({{ n }} - 1) as integer)
{%- endmacro %}

{% macro last_weekday(year, month, weekday) -%}
    last_day(make_date({{ year }}, {{ month }}, 1))
        - cast((7 + isodow(last_day(make_date({{ year }}, {{ month }}, 1))) - {{ weekday }}) % 7 as integer)
{%- endmacro %}
