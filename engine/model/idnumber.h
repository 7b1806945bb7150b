/* The two numbers that a person in a government office has, judged by their form alone.
 *
 *     NIP of a PNS    YYYYMMDD YYYYMM S NNN    birth, month of appointment, sex, serial
 *     NI of a PPPK    YYYYMMDD YYYYCC S NNN    CC 20-99 is no month: the kind of contract
 *     NIK             PPKKCC DDMMYY NNNN       place of first registration, birth (40 added to a woman's day), serial
 *
 * The age at appointment is counted in whole years, for a PNS on the first day of the month of appointment. Of a PPPK
 * only the year is known: it passes when on some day of that year the age was right. */
#ifndef MODEL_IDNUMBER_H
#define MODEL_IDNUMBER_H

#include "base/text.h"

enum idnumber_problem {
    IDNUMBER_FINE,
    IDNUMBER_SIGN,      /* something else than digits and blanks */
    IDNUMBER_LENGTH,    /* neither 18 digits nor 16 */
    IDNUMBER_BIRTH,     /* the date of birth does not exist */
    IDNUMBER_APPOINTED, /* neither a month of appointment nor a kind of contract */
    IDNUMBER_AGE,       /* younger than 18 or older than 58 when appointed */
    IDNUMBER_SEX,       /* neither 1 nor 2 */
    IDNUMBER_SERIAL,    /* 000, or 0000 in a NIK */
    IDNUMBER_PLACE,     /* no province has that number */
};

enum { NIP_DIGITS = 18, NIK_DIGITS = 16, IDNUMBER_YOUNGEST = 18, IDNUMBER_OLDEST = 58 };

/* What is wrong with a NIP of 18 digits, or a NIK of 16: the first of the above. */
enum idnumber_problem idnumber_nip(const char digits[NIP_DIGITS]);
enum idnumber_problem idnumber_nik(const char digits[NIK_DIGITS]);

/* What is wrong with a number as it is written, blanks between its digits allowed: a NIP or a NIK, by its length.
 * `*digits` gets how many there are. */
enum idnumber_problem idnumber_judge(struct text text, size_t *digits);

#endif
