using Workbook.Generation;

namespace Workbook.Retail.Generation.Sources;

/// <summary>customers, and the truth about who they are: <c>_truth/customer_identities.csv</c>.</summary>
internal static class CustomerFile
{
    public const string IdentitiesFile = "_truth/customer_identities.csv";
    private const string File = "customers.csv";

    public static IEnumerable<GenerationUnit> Units(World world, NamePools names)
    {
        yield return TextUnit.Create(world, MasterData.Customers, File, world.Customers, (output, ledger) =>
        {
            using var identities = new TextOutput(world.PathOf(IdentitiesFile));
            identities.Raw("customer_id,person_id,difference\n"u8);
            Write(world, new People(world, names), output, identities, ledger);
            identities.Complete();
            return world.Customers;
        });
    }

    private static void Write(World world, People people, TextOutput output, TextOutput identities, LedgerPage ledger)
    {
        for (var id = 1; id <= world.Customers; id++)
        {
            var draw = world.Draw(Series.Customer, id);
            var fault = world.CustomerBook.FaultOf(id);
            if (fault is not null)
                ledger.Add(MasterData.Customers, fault, File, output.Line, ("customer_id", id));

            var original = world.CustomerBook.PersonOf(id);
            var (person, difference) = original == id ? (people.Original(id), "") : people.Variant(id, original);
            identities.Integer(id);
            identities.Comma();
            identities.Integer(original);
            identities.Comma();
            identities.Text(difference);
            identities.EndRow();
            WriteRow(world, id, person, fault?.Kind, ref draw, output);
        }
    }

    private static void WriteRow(World world, int id, Person person, string? fault, ref Draw draw, TextOutput output)
    {
        var address = fault == "no_address" ? null : person.Address;
        output.Integer(id);
        output.Comma();
        output.Text(NaturalKey(fault == "repeated_natural_key" ? (id == 1 ? 2 : id - 1) : id));
        output.Comma();
        output.Text(person.FirstName);
        output.Comma();
        output.Text(person.LastName);
        output.Comma();
        output.Text(fault == "malformed_email" ? Malformed(person.Email, ref draw) : person.Email);
        output.Comma();
        output.Text(fault == "no_phone" ? null : person.Phone);
        output.Comma();
        output.Text(address?.Line1);
        output.Comma();
        output.Text(address?.Line2);
        output.Comma();
        output.Text(address?.City.Name);
        output.Comma();
        output.Text(address?.City.State.Code);
        output.Comma();
        output.Text(address?.Postcode);
        output.Comma();
        output.Text(person.Address.City.State.Country);
        output.Comma();
        WriteCoordinate(output, address?.Latitude);
        output.Comma();
        WriteCoordinate(output, address?.Longitude);
        output.Comma();
        output.Date(person.BirthDate.DayNumber);
        output.Comma();
        output.Timestamp(world.CustomerBook.JoinedAt(id));
        output.Comma();
        output.Boolean(world.CustomerBook.IsVip(id));
        output.Comma();
        output.Boolean(draw.Chance(0.82));
        output.EndRow();
    }

    private static void WriteCoordinate(TextOutput output, double? degrees)
    {
        if (degrees is { } value)
            output.Decimal((long)Math.Round(value * 1_000_000), 6);
    }

    private static string NaturalKey(int id) => "CUST-" + Code.Scattered(id, 8);

    private static string Malformed(string email, ref Draw draw) => draw.Below(4) switch
    {
        0 => email.Replace("@", "", StringComparison.Ordinal),
        1 => email.Replace("@", "@@", StringComparison.Ordinal),
        2 => email[..(email.IndexOf('@', StringComparison.Ordinal) + 1)],
        _ => email.Replace(".", " .", StringComparison.Ordinal),
    };
}
