/* Numbers of persons: NIP, NI PPPK and NIK by their form, from both sides of each rule. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/idnumber.h"

struct row {
    const char *text;
    enum idnumber_problem problem;
    size_t digits;
};

static void check_rows(const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t digits;
        enum idnumber_problem problem = idnumber_judge(text_of(rows[i].text), &digits);
        if (problem != rows[i].problem || digits != rows[i].digits)
            fail_msg("%s: problem %d, %zu digits", rows[i].text, (int)problem, digits);
    }
}

#define CHECK(rows) check_rows(rows, sizeof(rows) / sizeof *(rows))

static void numbers_of_the_sheets(void **unused)
{
    static const struct row rows[] = {
        {"19680805 199402 1 001", IDNUMBER_FINE, 18},  /* S0:1757 */
        {"16108241980121002", IDNUMBER_LENGTH, 17},    /* S1:19 */
        {"19610824 198012 1 002", IDNUMBER_FINE, 18},  /* the same with its 9 */
        {"19701104 198902 1 001", IDNUMBER_FINE, 18},  /* S3:28, 18 years old when appointed */
        {"19900913 2025 24 2 014", IDNUMBER_FINE, 18}, /* a PPPK */
        {"1968 0805\t1994021001", IDNUMBER_FINE, 18},
    };
    (void)unused;
    CHECK(rows);
}

static void lengths_and_signs(void **unused)
{
    static const struct row rows[] = {
        {"", IDNUMBER_LENGTH, 0},
        {"-", IDNUMBER_SIGN, 0},
        {"NIP 196808051994021001", IDNUMBER_SIGN, 18},
        {"19680805.199402.1.001", IDNUMBER_SIGN, 18},
        {"1968080519940210011", IDNUMBER_LENGTH, 19},
        {"123456789012345", IDNUMBER_LENGTH, 15},
    };
    (void)unused;
    CHECK(rows);
}

static void dates_of_a_nip(void **unused)
{
    static const struct row rows[] = {
        {"196802291994021001", IDNUMBER_FINE, 18},      {"196902291994021001", IDNUMBER_BIRTH, 18},
        {"190002281920021001", IDNUMBER_FINE, 18},      {"190002291920021001", IDNUMBER_BIRTH, 18},
        {"189908051920021001", IDNUMBER_BIRTH, 18},     {"196813051994021001", IDNUMBER_BIRTH, 18},
        {"196800051994021001", IDNUMBER_BIRTH, 18},     {"196808001994021001", IDNUMBER_BIRTH, 18},
        {"196804311994021001", IDNUMBER_BIRTH, 18},     {"196808051994001001", IDNUMBER_APPOINTED, 18},
        {"196808051994121001", IDNUMBER_FINE, 18},      {"196808051994131001", IDNUMBER_APPOINTED, 18},
        {"196808051999201001", IDNUMBER_APPOINTED, 18}, {"196808052000201001", IDNUMBER_FINE, 18},
        {"196808052000191001", IDNUMBER_APPOINTED, 18}, {"196808051894021001", IDNUMBER_APPOINTED, 18},
    };
    (void)unused;
    CHECK(rows);
}

static void ages_at_appointment(void **unused)
{
    static const struct row rows[] = {
        {"197011011988111001", IDNUMBER_FINE, 18}, /* 18 on that very day */
        {"197011021988111001", IDNUMBER_AGE, 18},  /* the day after it */
        {"197011021988121001", IDNUMBER_FINE, 18},
        {"195011012009101001", IDNUMBER_FINE, 18}, /* 58, 59 a month later */
        {"195011012009111001", IDNUMBER_AGE, 18},
        {"195011022009111001", IDNUMBER_FINE, 18},
        {"200312312021212001", IDNUMBER_FINE, 18}, /* a PPPK who turned 18 in that year */
        {"200401012021212001", IDNUMBER_AGE, 18},
        {"196212312021212001", IDNUMBER_FINE, 18},
        {"196112312021212001", IDNUMBER_AGE, 18},
        {"200001011999011001", IDNUMBER_AGE, 18}, /* appointed before birth */
    };
    (void)unused;
    CHECK(rows);
}

static void sex_and_serial(void **unused)
{
    static const struct row rows[] = {
        {"196808051994020001", IDNUMBER_SEX, 18},
        {"196808051994022999", IDNUMBER_FINE, 18},
        {"196808051994023001", IDNUMBER_SEX, 18},
        {"196808051994021000", IDNUMBER_SERIAL, 18},
    };
    (void)unused;
    CHECK(rows);
}

static void numbers_of_residents(void **unused)
{
    static const struct row rows[] = {
        {"6473010108700001", IDNUMBER_FINE, 16},   {"6473 0141 0870 0001", IDNUMBER_FINE, 16},
        {"1073010108700001", IDNUMBER_PLACE, 16},  {"1173010108700001", IDNUMBER_FINE, 16},
        {"6473010008700001", IDNUMBER_BIRTH, 16},  {"6473013108700001", IDNUMBER_FINE, 16},
        {"6473013208700001", IDNUMBER_BIRTH, 16},  {"6473014008700001", IDNUMBER_BIRTH, 16},
        {"6473017108700001", IDNUMBER_FINE, 16},   {"6473017208700001", IDNUMBER_BIRTH, 16},
        {"6473012902000001", IDNUMBER_FINE, 16},   {"6473012902010001", IDNUMBER_BIRTH, 16},
        {"6473010113700001", IDNUMBER_BIRTH, 16},  {"6473010100700001", IDNUMBER_BIRTH, 16},
        {"6473010108700000", IDNUMBER_SERIAL, 16},
    };
    (void)unused;
    CHECK(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_of_the_sheets), cmocka_unit_test(lengths_and_signs),
        cmocka_unit_test(dates_of_a_nip),        cmocka_unit_test(ages_at_appointment),
        cmocka_unit_test(sex_and_serial),        cmocka_unit_test(numbers_of_residents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
