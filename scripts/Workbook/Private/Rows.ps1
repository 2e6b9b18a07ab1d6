# Rows of 'workbook sql --format tsv': a line of names, a line of DuckDB's types, rows, and \. at the end of a result.

# Takes lines from the pipeline and gives an object for each row, as it comes.
function ConvertFrom-Tsv {
    param([Parameter(ValueFromPipeline = $true)][AllowEmptyString()][string]$Line)
    begin {
        $names = $kinds = $null
        $invariant = $script:Invariant
        $time = 'yyyy-MM-dd HH:mm:ss.FFFFFFF'
        $zoned = [string[]]@("$($time)zz", "$($time)zzz")
    }
    process {
        $fields = $Line.Split("`t")
        if ($null -eq $names) { $names = @(Get-UniqueName $fields) }
        elseif ($null -eq $kinds) { $kinds = @(foreach ($type in $fields) { Get-ValueKind $type }) }
        elseif ($Line -ceq '\.') { $names = $kinds = $null }
        else {
            $row = [ordered]@{}
            for ($index = 0; $index -lt $names.Count; $index++) {
                $text = $fields[$index]
                $value = $text
                if ($text -ceq '\N') { $value = $null }
                else {
                    # A text that isn't one of its type's usual values, such as infinity for a date, stays a text.
                    try {
                        switch ($kinds[$index]) {
                            'text' { if ($text.IndexOf('\') -ge 0) { $value = Undo-Escape $text }; break }
                            'int' { $value = [int]::Parse($text, $invariant); break }
                            'long' { $value = [long]::Parse($text, $invariant); break }
                            'decimal' { if ($text.Length -le 28) { $value = [decimal]::Parse($text, $invariant) }; break }
                            'double' { $value = ConvertTo-Double $text; break }
                            'bool' { $value = [bool]::Parse($text); break }
                            'date' { $value = [DateTime]::ParseExact($text, 'yyyy-MM-dd', $invariant); break }
                            'timestamp' { $value = [DateTime]::ParseExact($text, $time, $invariant); break }
                            'instant' { $value = [DateTimeOffset]::ParseExact($text, $zoned, $invariant, 'None'); break }
                            'time' { if ($text -ne '24:00:00') { $value = [TimeSpan]::Parse($text, $invariant) } else { $value = [TimeSpan]::FromDays(1) }; break }
                            'big' { $value = ConvertTo-Whole $text; break }
                            'guid' { $value = [guid]$text; break }
                            'bytes' { $value = ConvertTo-ByteArray (Undo-Escape $text); break }
                            'nested' { $value = ConvertFrom-PlainJson (Undo-Escape $text); break }
                        }
                    }
                    catch { $value = Undo-Escape $text }
                }
                $row[$names[$index]] = $value
            }
            [pscustomobject]$row
        }
    }
}

# By DuckDB's name of a type; statements that aren't queries have .NET's.
function Get-ValueKind([string]$Type) {
    switch -Regex -CaseSensitive ($Type) {
        '\]$|^(STRUCT|MAP|UNION)\(' { 'nested'; break }
        '^(TINYINT|SMALLINT|INTEGER|UTINYINT|USMALLINT|Int32)$' { 'int'; break }
        '^(BIGINT|UINTEGER|Int64)$' { 'long'; break }
        '^(HUGEINT|UHUGEINT|UBIGINT|BIGNUM|BigInteger)$' { 'big'; break }
        '^(DECIMAL\(|Decimal$)' { 'decimal'; break }
        '^(DOUBLE|FLOAT|Double)$' { 'double'; break }
        '^(BOOLEAN|Boolean)$' { 'bool'; break }
        '^DATE$' { 'date'; break }
        '^TIMESTAMP(_S|_MS|_NS)?$' { 'timestamp'; break }
        '^TIMESTAMP WITH TIME ZONE$' { 'instant'; break }
        '^TIME$' { 'time'; break }
        '^UUID$' { 'guid'; break }
        '^BLOB$' { 'bytes'; break }
        default { 'text' }
    }
}

# PowerShell's names don't tell capital from small letters, and can't be empty.
function Get-UniqueName([string[]]$Names) {
    $taken = New-Object 'Collections.Generic.HashSet[string]' ([StringComparer]::OrdinalIgnoreCase)
    foreach ($name in $Names) {
        $name = Undo-Escape $name
        if (-not $name) { $name = 'column' }
        $unique = $name
        for ($number = 1; -not $taken.Add($unique); $number++) { $unique = "$($name)_$number" }
        $unique
    }
}

function Undo-Escape([string]$Text) {
    if ($Text.IndexOf('\') -lt 0) { return $Text }
    [regex]::Replace($Text, '\\(.)', { param($match)
        switch -CaseSensitive ($match.Groups[1].Value) { 't' { "`t" } 'n' { "`n" } 'r' { "`r" } default { $_ } }
    })
}

# A whole number of any size; the usual type where it fits.
function ConvertTo-Whole([string]$Text) {
    $number = [bigint]::Parse($Text, $script:Invariant)
    if ($number -ge [long]::MinValue -and $number -le [long]::MaxValue) { [long]$number } else { $number }
}

function ConvertTo-Double([string]$Text) {
    switch ($Text) {
        'inf' { [double]::PositiveInfinity }
        '-inf' { [double]::NegativeInfinity }
        'nan' { [double]::NaN }
        default { [double]::Parse($Text, $script:Invariant) }
    }
}

# DuckDB writes \xAB for bytes that are no printable ASCII.
function ConvertTo-ByteArray([string]$Text) {
    $bytes = New-Object Collections.Generic.List[byte]
    foreach ($match in [regex]::Matches($Text, '\\x([0-9A-Fa-f]{2})|.', 'Singleline')) {
        if ($match.Groups[1].Success) { $bytes.Add([Convert]::ToByte($match.Groups[1].Value, 16)) } else { $bytes.Add([byte][char]$match.Value) }
    }
    , $bytes.ToArray()
}
