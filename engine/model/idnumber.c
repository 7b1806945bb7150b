#include "model/idnumber.h"

/* A number of `n` digits. */
static int number_at(const char *digits, size_t n)
{
    int value = 0;
    for (size_t i = 0; i < n; i++)
        value = value * 10 + (digits[i] - '0');
    return value;
}

static bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

static bool is_day(int year, int month, int day)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12)
        return false;
    return day >= 1 && day <= days[month - 1] + (month == 2 && is_leap(year));
}

static bool is_of_age(int years) { return years >= IDNUMBER_YOUNGEST && years <= IDNUMBER_OLDEST; }

enum idnumber_problem idnumber_nip(const char digits[NIP_DIGITS])
{
    int year = number_at(digits, 4), month = number_at(digits + 4, 2), day = number_at(digits + 6, 2);
    int since = number_at(digits + 8, 4), in = number_at(digits + 12, 2), sex = digits[14] - '0';
    bool pns = in >= 1 && in <= 12, pppk = in >= 20 && since >= 2000;
    if (year < 1900 || year > 2099 || !is_day(year, month, day))
        return IDNUMBER_BIRTH;
    if (since < 1900 || since > 2099 || (!pns && !pppk))
        return IDNUMBER_APPOINTED;
    int years = since - year;
    bool had_birthday = in > month || (in == month && day == 1);
    if (pns ? !is_of_age(years - !had_birthday) : !is_of_age(years) && !is_of_age(years - 1))
        return IDNUMBER_AGE;
    if (sex != 1 && sex != 2)
        return IDNUMBER_SEX;
    return number_at(digits + 15, 3) ? IDNUMBER_FINE : IDNUMBER_SERIAL;
}

enum idnumber_problem idnumber_nik(const char digits[NIK_DIGITS])
{
    int day = number_at(digits + 6, 2), month = number_at(digits + 8, 2), year = number_at(digits + 10, 2);
    if (number_at(digits, 2) < 11)
        return IDNUMBER_PLACE;
    /* The century is not told: 29 February passes where either has it, and 00 is then 2000. */
    if (!is_day(2000 + year, month, day > 40 ? day - 40 : day))
        return IDNUMBER_BIRTH;
    return number_at(digits + 12, 4) ? IDNUMBER_FINE : IDNUMBER_SERIAL;
}

enum idnumber_problem idnumber_judge(struct text text, size_t *digits)
{
    char all[NIP_DIGITS];
    bool signs = false;
    *digits = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool digit = text.at[i] >= '0' && text.at[i] <= '9';
        bool blank = text.at[i] == ' ' || text.at[i] == '\t' || text.at[i] == '\n';
        if (digit && *digits < NIP_DIGITS)
            all[*digits] = text.at[i];
        *digits += digit;
        signs = signs || (!digit && !blank);
    }
    if (signs)
        return IDNUMBER_SIGN;
    if (*digits == NIP_DIGITS)
        return idnumber_nip(all);
    return *digits == NIK_DIGITS ? idnumber_nik(all) : IDNUMBER_LENGTH;
}
