-- The macro ratio: six decimals, rounded half away from zero, never a floating-point number.
with cases as (
    select
        cast(col0 as decimal(20, 4)) as numerator,
        cast(col1 as decimal(20, 4)) as denominator,
        cast(col2 as decimal(20, 6)) as expected
    from (
        values
        ('1', '3', '0.333333'),
        ('2', '3', '0.666667'),
        ('-2', '3', '-0.666667'),
        ('1', '2000000', '0.000001'),
        ('0', '31', '0'),
        ('84', '193', '0.435233'),
        ('68461760.02', '138', '496099.710290'),
        ('90071992547409.93', '1', '90071992547409.930000'),
        ('5', '0', null)
    )
)

select
    *,
    {{ ratio('numerator', 'denominator') }} as found
from cases
where
    coalesce({{ ratio('numerator', 'denominator') }}, -999) <> coalesce(expected, -999)
    or typeof({{ ratio('numerator', 'denominator') }}) <> 'DECIMAL(20,6)'
