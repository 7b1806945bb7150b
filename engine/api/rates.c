/* A rate file, line by line:
 *
 *     file    = { [ row ] [ "#" comment ] line-break }
 *     row     = [ sop gap ] step gap rate
 *     gap     = one or more of blank, tab, "=", ";", ","
 *     rate    = digits [ ("," | ".") digits ] [ "%" ]
 *
 * A field may stand in double quotes, as spreadsheets write it. A comma within the rate is told from one in a gap by
 * looking at the whole rest of the line first: it is the last field as soon as it reads as a rate. The first row may be
 * a heading instead. */
#include "api/rates.h"

#include <string.h>

#include "world/files.h"

/* --- one rate --- */

enum { MOST_DIGITS = 15 };

/* The digits of a decimal as a whole number over a power of ten; false: it is none. */
static bool read_digits(struct text text, int64_t *mantissa, int64_t *scale, int *digits)
{
    bool fraction = false, ends_in_digit = false;
    *mantissa = *digits = 0;
    *scale = 1;
    for (size_t i = 0; i < text.len; i++) {
        ends_in_digit = text.at[i] >= '0' && text.at[i] <= '9';
        if (!ends_in_digit && (fraction || i == 0 || (text.at[i] != '.' && text.at[i] != ',')))
            return false;
        fraction = fraction || !ends_in_digit;
        if (ends_in_digit && ++*digits <= MOST_DIGITS) {
            *mantissa = *mantissa * 10 + (text.at[i] - '0');
            *scale *= fraction ? 10 : 1;
        }
    }
    return ends_in_digit;
}

enum rate_verdict rate_read(struct text text, double *rate)
{
    struct text number = text_trim(text);
    bool percent = number.len && number.at[number.len - 1] == '%', negative = number.len && number.at[0] == '-';
    int64_t mantissa, scale;
    int digits;
    if (percent)
        number = text_trim((struct text){number.at, number.len - 1});
    if (negative)
        number = (struct text){number.at + 1, number.len - 1};
    if (!read_digits(number, &mantissa, &scale, &digits))
        return RATE_NONE;
    if (digits > MOST_DIGITS)
        return RATE_LONG;
    scale *= percent ? 100 : 1;
    if (mantissa > scale || (negative && mantissa))
        return RATE_OUTSIDE;
    *rate = (double)mantissa / (double)scale; /* both exact: the nearest double, whatever the locale is */
    return RATE_OK;
}

static enum baku_status wrong_rate(struct baku *baku, struct text place, struct text written, enum rate_verdict verdict,
                                   struct baku_answer *answer)
{
    static const enum error errors[] = {[RATE_OK] = ERROR_MEMORY,
                                        [RATE_NONE] = ERROR_RATE_VALUE,
                                        [RATE_OUTSIDE] = ERROR_RATE_OUTSIDE,
                                        [RATE_LONG] = ERROR_RATE_LONG};
    struct error_facts facts = {.name = written, .other = place};
    return answer_error(baku, answer, BAKU_UNKNOWN, errors[verdict], facts);
}

/* --- a file of them --- */

struct row_reader {
    struct baku *baku;
    struct rates *rates;
    const char *path;
    int64_t line;
    bool begun; /* some row was read */
};

static bool is_gap(char byte) { return byte && strchr(" \t=;,", byte) != NULL; }

static struct text without_gap(struct text text)
{
    while (text.len && is_gap(text.at[0]))
        text = (struct text){text.at + 1, text.len - 1};
    return text;
}

static struct text unquoted(struct text text)
{
    text = text_trim(text);
    bool quoted = text.len >= 2 && text.at[0] == '"' && text.at[text.len - 1] == '"';
    return quoted ? (struct text){text.at + 1, text.len - 2} : text;
}

/* The first field; `*rest` gets what stands behind it and its gap. */
static struct text take_field(struct text *rest)
{
    struct text all = *rest;
    bool quoted = all.len && all.at[0] == '"';
    size_t len = quoted;
    while (len < all.len && (quoted ? all.at[len] != '"' : !is_gap(all.at[len])))
        len++;
    len += quoted && len < all.len;
    *rest = without_gap((struct text){all.at + len, all.len - len});
    return unquoted((struct text){all.at, len});
}

static struct text without_comment(struct text line)
{
    for (size_t i = 0; i < line.len; i++)
        if (line.at[i] == '#' && (i == 0 || line.at[i - 1] == ' ' || line.at[i - 1] == '\t'))
            return text_trim((struct text){line.at, i});
    return text_trim(line);
}

static bool is_heading(struct text line)
{
    static const char *const words[] = {"sop", "step", "rate", "langkah", "laju"};
    while (line.len) {
        struct text field = take_field(&line);
        bool known = false;
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            known = known || text_eq_blind(field, text_of(words[i]));
        if (!known)
            return false;
    }
    return true;
}

/* `FILE:LINE` */
static struct text place_of(const struct row_reader *reader)
{
    struct buf words = BUF_INIT;
    buf_string(&words, reader->path);
    buf_byte(&words, ':');
    buf_number(&words, reader->line);
    struct arena *arena = &reader->baku->library.arena;
    char *copy = words.failed ? NULL : arena_copy(arena, words.at, words.len);
    struct text place = {copy, copy ? words.len : 0};
    arena->failed = arena->failed || words.failed;
    buf_release(&words);
    return place;
}

static bool add_row(struct baku *baku, struct rates *rates, struct rate_row row)
{
    struct rate_row *room =
        arena_room(&baku->library.arena, rates->rows, rates->n_rows, &rates->room_rows, sizeof *room);
    if (!room)
        return false;
    rates->rows = room;
    room[rates->n_rows++] = row;
    return true;
}

static enum baku_status wrong_row(struct row_reader *reader, struct text line, struct baku_answer *answer)
{
    struct error_facts facts = {.name = line, .other = place_of(reader)};
    return answer_error(reader->baku, answer, BAKU_UNKNOWN, ERROR_RATE_LINE, facts);
}

static enum baku_status read_row(struct row_reader *reader, struct text line, struct baku_answer *answer)
{
    struct text rest = line, second = {0}, first = take_field(&rest);
    double rate = 0;
    bool heading = !reader->begun && is_heading(line);
    reader->begun = true;
    if (heading)
        return BAKU_YES;
    if (rate_read(unquoted(rest), &rate) == RATE_NONE)
        second = take_field(&rest);
    enum rate_verdict verdict = rate_read(unquoted(rest), &rate);
    if (rest.len == 0 || first.len == 0 || text_find(line, '\0') >= 0)
        return wrong_row(reader, line, answer);
    struct rate_row row = {.place = place_of(reader), .of_file = true, .step = first, .rate = rate};
    if (second.len) {
        row.sop = first;
        row.step = second;
    }
    if (verdict != RATE_OK)
        return wrong_rate(reader->baku, row.place, unquoted(rest), verdict, answer);
    return add_row(reader->baku, reader->rates, row) ? BAKU_YES : answer_failure(reader->baku, answer, STATUS_MEMORY);
}

static enum baku_status read_rows(struct row_reader *reader, struct text bytes, struct baku_answer *answer)
{
    enum baku_status status = BAKU_YES;
    if (bytes.len >= 3 && memcmp(bytes.at, "\xEF\xBB\xBF", 3) == 0)
        bytes = (struct text){bytes.at + 3, bytes.len - 3};
    while (bytes.len && status == BAKU_YES) {
        struct text line = without_comment(text_cut(bytes, '\n', &bytes));
        reader->line++;
        if (line.len)
            status = read_row(reader, line, answer);
    }
    return status;
}

static enum baku_status read_file(struct baku *baku, const char *path, struct rates *rates, struct baku_answer *answer)
{
    struct library *library = &baku->library;
    struct row_reader reader = {.baku = baku, .rates = rates, .path = path};
    struct error_facts facts = {.name = text_of(path)};
    struct text bytes;
    if (file_kind_of(path) == FILE_ABSENT)
        return answer_error(baku, answer, BAKU_UNKNOWN, ERROR_RATE_FILE, facts);
    enum status status = file_read(path, MAX_FILE_BYTES, &library->arena, &bytes, &library->failure);
    if (status < 0)
        return answer_failure(baku, answer, status);
    if (bytes.len > MAX_FILE_BYTES)
        return answer_error(baku, answer, BAKU_UNKNOWN, ERROR_RATE_FILE_LONG, facts);
    rates->n_files++;
    return read_rows(&reader, bytes, answer);
}

/* --- what is told --- */

/* Is it meant as a number, be it a wrong one? */
static bool is_number(struct text text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!text.at[i] || !strchr("0123456789.,%+- ", text.at[i]))
            return false;
    return true;
}

/* The last `=` of `STEP=RATE`, or NULL. */
static const char *equals_of(const char *told) { return strrchr(told, '='); }

static enum baku_status too_many(struct baku *baku, struct baku_answer *answer)
{
    struct buf most = BUF_INIT;
    buf_number(&most, MAX_AUDIT_RATES);
    struct error_facts facts = {.other = buf_view(&most)};
    enum baku_status status = most.failed ? answer_failure(baku, answer, STATUS_MEMORY)
                                          : answer_error(baku, answer, BAKU_UNKNOWN, ERROR_RATES_MANY, facts);
    buf_release(&most);
    return status;
}

static enum baku_status take_rate(struct baku *baku, const char *told, struct rates *rates, struct baku_answer *answer)
{
    enum rate_verdict verdict = rate_read(text_of(told), &rates->at[rates->n]);
    if (verdict != RATE_OK)
        return wrong_rate(baku, TEXT("--rate"), text_of(told), verdict, answer);
    size_t same = 0;
    while (rates->at[same] != rates->at[rates->n])
        same++;
    rates->n += same == rates->n; /* told twice: one column */
    return rates->n > MAX_AUDIT_RATES ? too_many(baku, answer) : BAKU_YES;
}

static enum baku_status take_step(struct baku *baku, const char *told, struct rates *rates, struct baku_answer *answer)
{
    const char *equals = equals_of(told);
    struct text step = {told, (size_t)(equals - told)}, value = text_of(equals + 1);
    struct rate_row row = {.place = TEXT("--rate"), .step = text_trim(step)};
    enum rate_verdict verdict = rate_read(value, &row.rate);
    struct error_facts facts = {.name = text_of(told), .other = row.place};
    if (row.step.len == 0)
        return answer_error(baku, answer, BAKU_UNKNOWN, ERROR_RATE_NO_NAME, facts);
    if (verdict != RATE_OK)
        return wrong_rate(baku, row.place, value, verdict, answer);
    return add_row(baku, rates, row) ? BAKU_YES : answer_failure(baku, answer, STATUS_MEMORY);
}

static enum baku_status take(struct baku *baku, const char *told, struct rates *rates, struct baku_answer *answer)
{
    if (is_number(text_of(told)))
        return take_rate(baku, told, rates, answer);
    return equals_of(told) ? take_step(baku, told, rates, answer) : read_file(baku, told, rates, answer);
}

enum baku_status rates_read(struct baku *baku, const char *const *told, size_t n, struct rates *rates,
                            struct baku_answer *answer)
{
    enum baku_status status = BAKU_YES;
    *rates = (struct rates){.at = ARENA_ARRAY(&baku->library.arena, n + 2, double)};
    if (!rates->at)
        return answer_failure(baku, answer, STATUS_MEMORY);
    for (size_t i = 0; i < n && status == BAKU_YES; i++)
        status = take(baku, told[i], rates, answer);
    if (rates->n == 0) {
        rates->at[rates->n++] = 0.1;
        rates->at[rates->n++] = 0.2;
    }
    if (status == BAKU_YES && baku->library.arena.failed)
        return answer_failure(baku, answer, STATUS_MEMORY);
    return status;
}
