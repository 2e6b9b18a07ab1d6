using System.Text;
using Workbook.Generation;

namespace Workbook.Retail.Generation;

/// <summary>A customer as the shop system knows them.</summary>
internal sealed record Person(
    string FirstName, string LastName, string Email, string? Phone, DateOnly BirthDate, Address Address);

internal sealed record Address(
    string Line1, string? Line2, City City, string Postcode, double Latitude, double Longitude);

/// <summary>
/// Who the customers are. Three in a hundred are a person who is already registered, written a little differently: a
/// typo, a nickname, names swapped, a new house, a new e-mail address. Who they truly are is kept for scoring.
/// </summary>
internal sealed class People(World world, NamePools names)
{
    private static readonly Dictionary<string, string> Nicknames = new()
    {
        ["William"] = "Bill", ["Robert"] = "Bob", ["Elizabeth"] = "Liz", ["Margaret"] = "Maggie", ["Michael"] = "Mike",
        ["Richard"] = "Dick", ["Katherine"] = "Kate", ["Thomas"] = "Tom", ["James"] = "Jim", ["Joseph"] = "Joe",
        ["Alexander"] = "Alex", ["Benjamin"] = "Ben", ["Christopher"] = "Chris", ["Daniel"] = "Dan", ["Edward"] = "Ted",
        ["Jennifer"] = "Jen", ["Jessica"] = "Jess", ["Nicholas"] = "Nick", ["Samantha"] = "Sam", ["Timothy"] = "Tim",
    };

    private static readonly string[] Domains =
        ["example.com", "example.org", "example.net", "mail.example.com", "post.example.org", "inbox.example.net", "home.example.com", "web.example.org"];

    /// <summary>The person that the customer is, as first registered, living where they live at the end of the window.</summary>
    public Person Original(int customerId)
    {
        var draw = world.Draw(Series.Identity, customerId);
        var first = draw.Pick(names.FirstNames);
        var last = draw.Pick(names.LastNames);
        var state = world.CustomerBook.HomeOf(customerId);
        var birth = world.CustomerBook.BirthDateOf(customerId);
        var email = Email(first, last, birth, ref draw);
        var phone = Geography.Filled(draw.Pick(state.PhoneForms), ref draw);
        return new Person(first, last, email, phone, birth, AddressOf(customerId, state));
    }

    /// <summary>The same person as someone else typed them in, and in what they differ.</summary>
    public (Person Person, string Difference) Variant(int customerId, int originalId)
    {
        var draw = world.Draw(Series.Variant, customerId);
        var person = Original(originalId);
        return draw.Below(5) switch
        {
            0 => (person with { LastName = Typo(person.LastName, ref draw) }, "typo in last name"),
            1 when Nicknames.TryGetValue(person.FirstName, out var nickname) => (person with { FirstName = nickname }, "nickname"),
            1 => (person with { FirstName = person.FirstName[..1] }, "initial for first name"),
            2 => (person with { FirstName = person.LastName, LastName = person.FirstName }, "names swapped"),
            3 => (person with { Address = NewAddress(person.Address.City.State, ref draw) }, "moved house"),
            _ => (person with { Email = AnotherEmail(person, ref draw) }, "changed e-mail"),
        };
    }

    /// <summary>Six in a hundred move house once in the three years after the epoch.</summary>
    private Address AddressOf(int customerId, State state)
    {
        var draw = world.Draw(Series.Address, customerId);
        var moves = draw.Chance(0.06) && World.EpochDay + draw.Below(1_096) < world.EndDay;
        var address = world.Draw(Series.Address, moves ? -customerId : customerId + (1L << 40));
        return NewAddress(state, ref address);
    }

    private Address NewAddress(State state, ref Draw draw)
    {
        var line1 = $"{draw.Between(1, 240)} {draw.Pick(names.Streets)}";
        var line2 = draw.Chance(0.18) ? $"Unit {draw.Between(1, 60)}" : null;
        var city = Geography.CityIn(state, ref draw);
        var (latitude, longitude) = Geography.PlaceIn(city, ref draw);
        return new Address(line1, line2, city, Geography.Filled(city.PostcodeForm, ref draw), latitude, longitude);
    }

    private static string AnotherEmail(Person person, ref Draw draw)
    {
        string email;
        do
            email = Email(person.FirstName, person.LastName, person.BirthDate, ref draw);
        while (email == person.Email);
        return email;
    }

    /// <summary>As people choose them: a middle initial, the year of birth, or a number that was still free. Nothing tells the customer's id.</summary>
    private static string Email(string first, string last, DateOnly birth, ref Draw draw)
    {
        var name = draw.Below(100) switch
        {
            < 30 => $"{first}.{(char)('a' + draw.Below(26))}.{last}",
            < 55 => $"{first}.{last}{birth.Year % 100:D2}",
            < 70 => $"{first[..1]}{last}{draw.Between(10, 9_999)}",
            < 85 => $"{first}_{last}{draw.Between(10, 999)}",
            _ => $"{last}.{first}{draw.Between(1, 9_999)}",
        };
        var text = new StringBuilder();
        foreach (var letter in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_')
                text.Append(letter);
        }

        return text.Append('@').Append(draw.Pick(Domains)).ToString();
    }

    private static string Typo(string name, ref Draw draw)
    {
        if (name.Length < 3)
            return name + name[^1];
        var at = 1 + draw.Below(name.Length - 2);
        return draw.Below(3) switch
        {
            0 => name.Remove(at, 1),
            1 => name.Insert(at, name[at].ToString()),
            _ => $"{name[..at]}{name[at + 1]}{name[at]}{name[(at + 2)..]}",
        };
    }
}
