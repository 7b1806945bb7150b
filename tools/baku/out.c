#define _DEFAULT_SOURCE
#include "out.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { NARROWEST = 40, WIDEST = 1000 };

bool out_wants_colour(void)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    return isatty(STDOUT_FILENO) && !(no && *no) && !(term && strcmp(term, "dumb") == 0);
}

/* How many bytes at `at` make a character that could steer a terminal or reorder its line: C0 controls but the line
 * break, DEL, the C1 controls (C2 80 to C2 9F), and the bidi marks (E2 80 8E to 8F, E2 80 AA to AE, E2 81 A6 to A9). */
static size_t steering(const unsigned char *at)
{
    if ((*at < 0x20 && *at != '\n') || *at == 0x7F)
        return 1;
    if (at[0] == 0xC2 && at[1] >= 0x80 && at[1] <= 0x9F)
        return 2;
    bool marks =
        at[0] == 0xE2 && at[1] == 0x80 && ((at[2] >= 0x8E && at[2] <= 0x8F) || (at[2] >= 0xAA && at[2] <= 0xAE));
    bool isolates = at[0] == 0xE2 && at[1] == 0x81 && at[2] >= 0xA6 && at[2] <= 0xA9;
    return marks || isolates ? 3 : 0;
}

static void put_safe(FILE *to, const char *text)
{
    for (const unsigned char *at = (const unsigned char *)text; *at;) {
        size_t hidden = steering(at);
        fputc(hidden ? '?' : *at, to);
        at += hidden ? hidden : 1;
    }
}

void out(const char *format, ...)
{
    char small[1024], *text = small;
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int len = vsnprintf(small, sizeof small, format, arguments);
    if (len >= (int)sizeof small) {
        text = malloc((size_t)len + 1);
        if (text)
            vsnprintf(text, (size_t)len + 1, format, again);
    }
    put_safe(stdout, text ? text : small);
    if (text != small)
        free(text);
    va_end(again);
    va_end(arguments);
}

void out_in(const struct cli *cli, enum colour colour, const char *text)
{
    static const char *const codes[] = {"",           "\033[1m",    "\033[2m",   "\033[1;31m",
                                        "\033[1;33m", "\033[1;34m", "\033[1;32m"};
    if (cli->colour && colour != PLAIN)
        fputs(codes[colour], stdout);
    put_safe(stdout, text);
    if (cli->colour && colour != PLAIN)
        fputs("\033[0m", stdout);
}

/* A command that is advised must look at the same place. */
static const enum option where[] = {OPTION_ANY_sops, OPTION_ANY_store};

enum { WHERE = sizeof where / sizeof *where };

static void say_where(const struct cli *cli, const char *help)
{
    for (size_t i = 0; strstr(help, "baku ") && i < WHERE; i++)
        if (option_given(cli, where[i])) {
            fprintf(stderr, "  %s --%s ", say(cli, "Perintah itu dengan", "That command with"), option_row(where[i])->name);
            put_safe(stderr, option_value(cli, where[i]));
            fputc('\n', stderr);
        }
}

void out_error(const struct cli *cli, const char *message, const char *help)
{
    if (cli->json) {
        json_t *document = json_pack("{s:{s:s,s:s}}", "error", "message", message, "help", help);
        if (!document) /* a word of the command line that is not UTF-8 */
            document = json_pack("{s:{s:s,s:s}}", "error", "message",
                                 say(cli, "baris perintah bukan UTF-8", "the command line is not UTF-8"), "help", help);
        char *text = document ? json_dumps(document, JSON_INDENT(2)) : NULL;
        puts(text ? text : "{\"error\":{\"message\":\"out of memory\",\"help\":\"\"}}");
        free(text);
        json_decref(document);
        return;
    }
    fputs("baku: ", stderr);
    put_safe(stderr, message);
    fputc('\n', stderr);
    if (*help) {
        fputs("  ", stderr);
        put_safe(stderr, help);
        fputc('\n', stderr);
        say_where(cli, help);
    }
}

const char *text_at(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

void out_page(const struct cli *cli, const json_t *document)
{
    (void)cli;
    put_safe(stdout, text_at(document, "text"));
}

long long number_at(const json_t *object, const char *key)
{
    return (long long)json_integer_value(json_object_get(object, key));
}

static int out_of_memory(const struct cli *cli)
{
    out_error(cli, say(cli, "memori habis", "out of memory"),
              say(cli, "Tutup program lain, lalu ulangi; tidak ada yang berubah.",
                  "Close other programs and try again; nothing was changed."));
    return BAKU_FAILED;
}

int out_answer(const struct cli *cli, enum baku_status status, struct baku_answer *answer,
               void (*text)(const struct cli *cli, const json_t *document))
{
    json_t *document = answer->json && !cli->json ? json_loads(answer->json, 0, NULL) : NULL;
    const json_t *error = json_object_get(document, "error");
    int code = (int)status;
    if (!answer->json || (!cli->json && !document))
        code = out_of_memory(cli);
    else if (cli->json)
        puts(answer->json);
    else if (error)
        out_error(cli, text_at(error, "message"), text_at(error, "help"));
    else
        text(cli, document);
    json_decref(document);
    baku_answer_release(answer);
    return code;
}

/* Minutes with as many decimals as they need, at most three. */
static void put_minutes(const struct cli *cli, double seconds, char *to, size_t size)
{
    snprintf(to, size, "%.3f", seconds / 60);
    size_t len = strlen(to);
    while (len && to[len - 1] == '0')
        to[--len] = '\0';
    if (len && to[len - 1] == '.')
        to[--len] = '\0';
    char *point = strchr(to, '.');
    if (point && cli->lang == BAKU_ID)
        *point = ',';
}

const char *minutes_text(const struct cli *cli, const json_t *duration, char *to, size_t size)
{
    char low[40], high[40];
    *to = '\0';
    if (!json_is_object(duration))
        return to;
    put_minutes(cli, json_number_value(json_object_get(duration, "min_s")), low, sizeof low);
    put_minutes(cli, json_number_value(json_object_get(duration, "max_s")), high, sizeof high);
    if (strcmp(low, high) == 0)
        snprintf(to, size, "%s", low);
    else
        snprintf(to, size, "%s–%s", low, high);
    return to;
}

const char *duration_text(const struct cli *cli, const json_t *duration, char *to, size_t size)
{
    char minutes[90];
    minutes_text(cli, duration, minutes, sizeof minutes);
    const char *unit = say(cli, "menit", strcmp(minutes, "1") == 0 ? "minute" : "minutes");
    snprintf(to, size, *minutes ? "%s %s" : "", minutes, unit);
    return to;
}

size_t text_width(const char *text)
{
    size_t width = 0;
    for (; *text; text++)
        width += ((unsigned char)*text & 0xC0) != 0x80;
    return width;
}

/* A very narrow one is taken as wider; 0 where it is none. */
static size_t width_of(long width)
{
    if (width <= 0 || width > WIDEST)
        return 0;
    return width < NARROWEST ? NARROWEST : (size_t)width;
}

/* The environment's own word for it, or 0. */
static size_t stated_width(void)
{
    const char *columns = getenv("COLUMNS");
    char *end;
    long width = columns ? strtol(columns, &end, 10) : 0;
    return width && *end == '\0' ? width_of(width) : 0;
}

size_t out_width(void)
{
    struct winsize window;
    bool known = isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col;
    size_t stated = known ? width_of(window.ws_col) : stated_width();
    return stated ? stated : 100;
}

void out_padded(const char *text, size_t width)
{
    size_t own = text_width(text);
    put_safe(stdout, text);
    for (; own < width; own++)
        fputc(' ', stdout);
}

const char *text_clipped(const char *text, size_t width, char *to)
{
    bool whole = text_width(text) <= width;
    size_t len = 0, columns = 0, most = whole ? width : width - 1;
    for (; text[len]; len++) {
        bool begins = ((unsigned char)text[len] & 0xC0) != 0x80;
        if (begins && columns == most)
            break;
        columns += begins;
    }
    for (size_t i = 0; i < len; i++)
        to[i] = text[i] == '\n' ? ' ' : text[i];
    strcpy(to + len, whole ? "" : "…");
    return to;
}

void out_flat(const char *text)
{
    while (*text) {
        size_t len = strcspn(text, "\n");
        out("%.*s%s", (int)len, text, text[len] ? " " : "");
        text += len + (text[len] != '\0');
    }
}

/* Whole or not at all: what was not written to its end is taken away again. */
bool out_file(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wbx");
    if (!file)
        return false;
    bool written = fwrite(bytes, 1, size, file) == size;
    written = fclose(file) == 0 && written;
    int why = errno;
    if (!written)
        remove(path);
    errno = why;
    return written;
}

int out_cannot_write(const struct cli *cli, const char *path)
{
    char message[600];
    snprintf(message, sizeof message, say(cli, "`%.300s` tidak dapat ditulis: %s", "cannot write `%.300s`: %s"), path,
             errno == EEXIST ? say(cli, "sudah ada", "it exists already") : strerror(errno));
    out_error(cli, message,
              say(cli, "Sebutkan nama yang belum ada, pada disk yang dapat ditulis.",
                  "Name one that does not exist yet, on a disk that can be written."));
    return BAKU_FAILED;
}

void out_word(const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=@:,+%";
    if (*word && strspn(word, plain) == strlen(word)) {
        out(" %s", word);
        return;
    }
    out(" '");
    for (; *word; word += strcspn(word, "'"), word += *word == '\'') {
        size_t len = strcspn(word, "'");
        out("%.*s%s", (int)len, word, word[len] ? "'\\''" : "");
    }
    out("'");
}

void out_where(const struct cli *cli)
{
    for (size_t i = 0; i < WHERE; i++)
        if (option_given(cli, where[i])) {
            out(" --%s", option_row(where[i])->name);
            out_word(option_value(cli, where[i]));
        }
}

static bool deed_done; /* a command has changed something */

int out_deed(const struct cli *cli, enum baku_status status, struct baku_answer *answer,
             void (*text)(const struct cli *cli, const json_t *document))
{
    deed_done = status == BAKU_YES || status == BAKU_NO;
    return out_answer(cli, status, answer, text);
}

int out_close(const struct cli *cli, int code)
{
    bool failed = ferror(stdout) != 0;
    errno = 0;
    if (fclose(stdout) == 0 && !failed)
        return code;
    fprintf(stderr, "baku: %s%s%s\n", say(cli, "keluaran tidak dapat ditulis", "the output cannot be written"),
            errno == ENOSPC ? say(cli, ": disk penuh", ": the disk is full") : "",
            deed_done
                ? say(cli, "; perintahnya sendiri sudah dijalankan, jangan diulangi sebelum melihat baku case list",
                      "; the command itself was carried out, do not repeat it before looking at baku case list")
                : say(cli, "; hasilnya tidak lengkap, ulangi sesudah diperbaiki",
                      "; it is not complete, mend that and try again"));
    return BAKU_FAILED;
}

const char *severity_text(const struct cli *cli, const char *severity)
{
    if (strcmp(severity, "error") == 0)
        return say(cli, "galat", "error");
    return strcmp(severity, "warning") == 0 ? say(cli, "peringatan", "warning") : say(cli, "catatan", "note");
}
