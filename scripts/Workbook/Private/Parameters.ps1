# Values for a notebook's parameters on their way to the program: text that reads alike in every culture, and JSON for
# null and lists. The program makes C# of them, in the types that the notebook declares.

function ConvertTo-ParameterArgument([Collections.IDictionary]$Parameter) {
    $names = @($Parameter.Keys)
    # A hashtable has no order of its own.
    if ($Parameter -is [hashtable]) { $names = @($names | Sort-Object) }
    foreach ($name in $names) {
        $value = Get-BaseObject $Parameter[$name]
        if (Test-Scalar $value) { '--param', "$name=$(ConvertTo-PlainText $value)" }
        else { '--param-json', "$name=$(ConvertTo-ParameterJson $name $value)" }
    }
}

# What PowerShell wrapped, without its wrapping.
function Get-BaseObject([object]$Value) { if ($null -eq $Value) { $null } else { , $Value.PSObject.BaseObject } }

function Test-Scalar([object]$Value) { $null -ne $Value -and ($Value -is [string] -or $Value -isnot [Collections.IEnumerable]) -and $Value -isnot [Management.Automation.PSCustomObject] }

function ConvertTo-ParameterJson([string]$Name, [object]$Value) {
    if ($null -eq $Value) { return 'null' }
    if (Test-Scalar $Value) {
        $text = ConvertTo-PlainText $Value
        if ($Value -is [bool] -or (($Value.GetType().IsPrimitive -or $Value -is [decimal]) -and $text -match '^-?\d' -and $Value -isnot [char])) { return $text }
        return ConvertTo-Json -InputObject $text -Compress
    }
    if ($Value -is [Collections.IDictionary] -or $Value -is [Management.Automation.PSCustomObject]) {
        throw "The parameter '$Name' is a $($Value.GetType().Name): expected a number, a text, a date, true or false, null, or a list of these."
    }
    $items = foreach ($item in $Value) { ConvertTo-ParameterJson $Name (Get-BaseObject $item) }
    "[$($items -join ',')]"
}

function ConvertTo-PlainText([object]$Value) {
    $invariant = $script:Invariant
    if ($Value -is [bool] -or $Value -is [switch]) { return "$([bool]$Value)".ToLowerInvariant() }
    if ($Value -is [DateTime]) {
        # A day, where nothing says more.
        if ($Value.TimeOfDay.Ticks -eq 0 -and $Value.Kind -eq 'Unspecified') { return $Value.ToString('yyyy-MM-dd', $invariant) }
        return $Value.ToString('o', $invariant)
    }
    # 5.1 has no DateOnly and TimeOnly.
    if ($Value -is [DateTimeOffset] -or $Value.GetType().Name -eq 'DateOnly' -or $Value.GetType().Name -eq 'TimeOnly') { return $Value.ToString('o', $invariant) }
    if ($Value -is [double] -or $Value -is [float]) { return $Value.ToString('R', $invariant) }
    if ($Value -is [IFormattable] -and $Value -isnot [enum]) { return $Value.ToString($null, $invariant) }
    "$Value"
}
