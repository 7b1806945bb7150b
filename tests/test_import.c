/* Cases that are started from a CSV file. */
#define _XOPEN_SOURCE 700
#include "office.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

static void expect_import(json_t *document, int started, int known, int bad)
{
    assert_int_equal(integer_at(document, "started"), started);
    assert_int_equal(integer_at(document, "known"), known);
    assert_int_equal(integer_at(document, "bad"), bad);
    json_decref(document);
}

static void a_bad_row_stops_no_other(void **state)
{
    static const char csv[] = "\xEF\xBB\xBFkey;sop;title;berkas\r\n"
                              "N-1;a/izin;\"Budi; \"\"RSUD\"\"\";x\r\n"
                              "N-2;a/izin;;\r\n"
                              "N-3;a/tidak;Ani;x\r\n"
                              "\r\n"
                              "N-4;a/izin;Ani;@/tidak/ada\r\n"
                              "N-5;a/izin;Ani\r\n"
                              ";a/izin;Ani;x\r\n"
                              "N-1;b/izin;Ani;x\r\n"
                              "N-7;a/izin;\"dua\nbaris\";x\r\n"
                              "N-9;a/izin;steers\x1b[31m;x\r\n"
                              "N-8;a/izin;\"tidak ditutup;x\r\n";
    (void)state;
    json_t *first = office_import(BAKU_NO, csv);
    const json_t *items = json_object_get(first, "items");
    static const int lines[] = {2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13};
    assert_int_equal(json_array_size(items), sizeof lines / sizeof *lines);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_int_equal(integer_at(json_array_get(items, i), "line"), lines[i]);
    expect_import(first, 1, 0, 10);
    expect_import(office_import(BAKU_NO, csv), 0, 1, 10);
    json_t *shown = OFFICE(BAKU_YES, baku_case_show(office.baku, "N-1", &office.said));
    assert_string_equal(string_at(shown, "title"), "Budi; \"RSUD\"");
    json_decref(shown);
}

/* A quote that is not closed takes no row along, also where another one far below closes it. */
static void a_forgotten_quote_swallows_no_row(void **state)
{
    (void)state;
    json_t *document = office_import(BAKU_NO, "key,sop,title,berkas\n"
                                              "N-1,a/izin,\"Budi,x\n"
                                              "N-2,a/izin,Sari,x\n"
                                              "N-3,a/izin,\"Tono\",x\n"
                                              "N-4,a/izin,Umi\",x\n");
    expect_import(document, 3, 0, 1);
    document = office_import(BAKU_NO, "key,sop,title,berkas\nM-1,a/izin,\"Budi,x\nM-2,a/izin,Sari,x\n"
                                      "M-3,a/izin,Tono\",x\n");
    const json_t *items = json_object_get(document, "items");
    assert_int_equal(json_array_size(items), 3);
    assert_non_null(strstr(string_at(json_array_get(items, 0), "message"), "line break"));
    expect_import(document, 2, 0, 1);
    json_t *shown = OFFICE(BAKU_YES, baku_case_show(office.baku, "M-2", &office.said));
    assert_string_equal(string_at(shown, "title"), "Sari");
    json_decref(shown);
}

/* A cell names files beside the CSV file alone: whoever hands one in gets at no other file, nor at the store. */
static void a_cell_reads_no_file_elsewhere(void **state)
{
    static const char png[] = "\x89PNG\r\n\x1A\n";
    (void)state;
    folder_write("foto.png", png);
    folder_write("a/foto.png", png);
    assert_int_equal(symlink("/etc/passwd", folder_path("luar.png")), 0);
    json_t *document = office_import(BAKU_NO, "key,sop,berkas\nN-1,a/izin,@foto.png\nN-2,a/izin,@./a/../a/foto.png\n"
                                              "N-3,a/izin,@/etc/passwd\nN-4,a/izin,@../../etc/passwd\n"
                                              "N-5,a/izin,@luar.png\nN-6,a/izin,@perkara.db\nN-7,a/izin,@\n"
                                              "N-8,a/izin,@tidak-ada.png\n");
    const json_t *items = json_object_get(document, "items");
    for (size_t i = 2; i < 7; i++)
        assert_non_null(strstr(string_at(json_array_get(items, i), "message"), "is not taken"));
    expect_import(document, 2, 0, 6);
}

/* What stops it in the middle says up to where all is kept; the same file again does the rest. */
static void what_stops_it_loses_nothing_and_says_how_far_it_came(void **state)
{
    enum { ALL = 3000, ROOM = 900 << 10 };
    struct rlimit before, small;
    struct stat info;
    struct buf csv = BUF_INIT;
    (void)state;
    buf_string(&csv, "key,sop,berkas\n");
    for (int i = 0; i < ALL; i++) {
        buf_string(&csv, "N-");
        buf_number(&csv, i);
        buf_string(&csv, ",a/izin,x\n");
    }
    buf_byte(&csv, '\0');
    assert_int_equal(stat(office_store(), &info), 0);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = (struct rlimit){(rlim_t)info.st_size + ROOM, before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    folder_write("perkara.csv", csv.at);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    json_t *stopped = office_import(BAKU_FAILED, csv.at);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    const char *message = string_at(json_object_get(stopped, "error"), "message");
    assert_non_null(strstr(message, "; up to line "));
    assert_null(strstr(message, "not carried out"));
    json_decref(stopped);
    json_t *again = office_import(BAKU_YES, csv.at);
    assert_true(integer_at(again, "known") >= 1000 && integer_at(again, "started") >= 1000);
    assert_int_equal(integer_at(again, "known") + integer_at(again, "started"), ALL);
    json_decref(again);
    buf_release(&csv);
}

/* What is said of the nth row that is told. */
static const char *told_row(const json_t *document, size_t nth, const char *key)
{
    return string_at(json_array_get(json_object_get(document, "items"), nth), key);
}

static void a_key_that_could_be_a_number_is_refused(void **state)
{
    (void)state;
    json_t *document =
        office_import(BAKU_NO, "key,sop,berkas\n2,a/izin,x\nSK-2,a/izin,x\n0123456789012345678,a/izin,x\n");
    assert_non_null(strstr(told_row(document, 0, "message"), "`2`"));
    assert_non_null(strstr(told_row(document, 0, "help"), "SK-2"));
    expect_import(document, 1, 0, 2);
    OFFICE_DONE(BAKU_UNKNOWN, baku_case_show(office.baku, "2", &office.said));
}

static void a_key_stands_once_in_a_file(void **state)
{
    static const char csv[] = "key,sop,title,berkas\nN-1,a/izin,Ani,x\nN-2,a/izin,Budi,x\n\"N-1\",a/izin,Cici,x\n";
    (void)state;
    json_t *first = office_import(BAKU_NO, csv);
    assert_int_equal(integer_at(json_array_get(json_object_get(first, "items"), 2), "line"), 4);
    assert_non_null(strstr(told_row(first, 2, "message"), "line 2"));
    expect_import(first, 2, 0, 1);
    expect_import(office_import(BAKU_NO, csv), 0, 2, 1);
}

static void a_known_key_is_that_of_the_same_case(void **state)
{
    (void)state;
    expect_import(office_import(BAKU_YES, "key,sop,title,berkas\nN-1,a/izin,Ani,x\nN-2,a/izin,,x\n"), 2, 0, 0);
    json_t *again =
        office_import(BAKU_NO, "key,sop,title,berkas\nN-1,a/izin,,x\nN-1,a/izin,Ani,x\nN-2,a/izin,Budi,x\n");
    assert_int_equal(integer_at(json_array_get(json_object_get(again, "items"), 0), "case"), 1);
    assert_non_null(strstr(told_row(again, 2, "message"), "case 2, whose title is another"));
    expect_import(again, 0, 1, 2);
    again = office_import(BAKU_NO, "key,sop,title,berkas\nN-1,a/izin,Budi,x\nN-2,a/serempak,,\n");
    assert_non_null(strstr(told_row(again, 0, "message"), "case 1, whose title is another: `Ani`"));
    assert_non_null(strstr(told_row(again, 1, "message"), "case 2, whose SOP is another: `a/izin`"));
    expect_import(again, 0, 0, 2);
}

static void a_bad_row_is_told_with_its_cause(void **state)
{
    static const struct {
        const char *row, *message, *help;
    } rows[] = {{"N-1,a/izni,Ani,x", "`a/izni`", "Did you mean `a/izin`?"},
                {"N-1,a/izin,Ani", "3 columns, not 4", "between quotes"},
                {"N-1,a/izin,Ani,x,x,x", "6 columns, not 4", "between quotes"},
                {"N-1,a/izin,\"Ani,x", "quote", "written twice"},
                {"N-1,a/izin,An\xE9,x", "title is not UTF-8", "CSV UTF-8"},
                {"N-1,a/izin,An\x1bi,x", "title is no text", "control characters"}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char csv[120];
        snprintf(csv, sizeof csv, "key,sop,title,berkas\n%s\n", rows[i].row);
        json_t *document = office_import(BAKU_NO, csv);
        assert_non_null(strstr(told_row(document, 0, "message"), rows[i].message));
        assert_non_null(strstr(told_row(document, 0, "help"), rows[i].help));
        expect_import(document, 0, 0, 1);
    }
}

static void a_column_that_no_sop_takes_is_told_once(void **state)
{
    (void)state;
    json_t *document = office_import(BAKU_UNKNOWN, "key,sop,berkass\nN-1,a/izin,x\nN-2,a/tidak,x\nN-3,a/izin,x\n");
    const json_t *error = json_object_get(document, "error");
    assert_non_null(strstr(string_at(error, "message"), "`berkass`"));
    assert_non_null(strstr(string_at(error, "help"), "Did you mean `berkas`?"));
    assert_non_null(strstr(string_at(error, "help"), "berkas, pengantar"));
    json_decref(document);
    /* One of its SOPs takes it, or nothing stands in it. */
    expect_import(office_import(BAKU_NO, "key,sop,berkas\nN-1,a/izin,x\nN-2,a/serempak,x\n"), 1, 0, 1);
    expect_import(office_import(BAKU_YES, "key,sop,berkas,catatan,\nN-3,a/izin,x,,\n"), 1, 0, 0);
    expect_import(office_import(BAKU_NO, "key,sop,apa\nN-4,a/tidak,x\n"), 0, 0, 1);
}

static void expect_told(json_t *document, const char *message)
{
    assert_non_null(strstr(string_at(json_object_get(document, "error"), "message"), message));
    json_decref(document);
}

static void a_head_without_its_columns_is_refused(void **state)
{
    (void)state;
    expect_told(office_import(BAKU_UNKNOWN, ""), "is missing `key`, `sop`; there is: –");
    expect_told(office_import(BAKU_UNKNOWN, "sop,title\na/izin,x\n"), "is missing `key`; there is: `sop`, `title`");
    expect_told(office_import(BAKU_UNKNOWN, "key\tsop\nN-1\ta/izin\n"), "is missing `key`, `sop`; there is: `key");
    expect_import(office_import(BAKU_YES, "key,sop\n"), 0, 0, 0);
    char commas[2000];
    memset(commas, ',', sizeof commas);
    memcpy(commas, "key,sop", 7);
    commas[sizeof commas - 1] = '\0';
    expect_told(office_import(BAKU_UNKNOWN, commas), "1994 columns, more than");
}

/* A spreadsheet that saves "Unicode" writes UTF-16. */
static void a_file_that_is_not_utf8_is_told_how_to_be_saved(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
    } rows[] = {{"\xFF\xFEk\0e\0y\0,\0s\0o\0p\0\n\0", 18},
                {"\xFE\xFF\0k\0e\0y\0,\0s\0o\0p\0\n", 18},
                {"k\0e\0y\0,\0s\0o\0p\0\n\0", 16},
                {"key,sop,cat\xE9\n", 13}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        FILE *file = folder_begin("perkara.csv");
        fwrite(rows[i].bytes, 1, rows[i].len, file);
        folder_end(file);
        const char *path = folder_path("perkara.csv");
        struct baku_deed deed = {.as = "pipi"};
        json_t *document = OFFICE(BAKU_UNKNOWN, baku_case_import(office.baku, path, &deed, &office.said));
        assert_non_null(strstr(string_at(json_object_get(document, "error"), "help"), "CSV UTF-8"));
        expect_told(document, "not saved as UTF-8");
    }
}

/* What a spreadsheet leaves below its table; lines are counted all the same. */
static void rows_of_separators_alone_are_passed_over(void **state)
{
    (void)state;
    json_t *document = office_import(BAKU_NO, "key;sop;title;berkas\n;;;\nN-1;a/izin;Ani;x\n;;;;;;\n ; ;\"\";\n"
                                              "N-2;a/izin;;\n;;;\n;a/izin;;x\n;;;\n");
    assert_int_equal(integer_at(json_array_get(json_object_get(document, "items"), 1), "line"), 6);
    assert_int_equal(integer_at(json_array_get(json_object_get(document, "items"), 2), "line"), 8);
    expect_import(document, 1, 0, 2);
}

static void many_rows_go_in_many_changes(void **state)
{
    (void)state;
    FILE *file = folder_begin("perkara.csv");
    fprintf(file, "key,sop,title,berkas\n");
    for (int i = 0; i < 2500; i++)
        fprintf(file, "N-%d,a/izin,Orang %d,x\n", i, i);
    folder_end(file);
    const char *path = folder_path("perkara.csv");
    json_t *document =
        OFFICE(BAKU_YES, baku_case_import(office.baku, path, &(struct baku_deed){.as = "pipi"}, &office.said));
    expect_import(document, 2500, 0, 0);
    /* The list in pages: each case once. */
    char after[40] = "";
    int seen = 0;
    do {
        struct baku_wanted wanted = {.most = 900, .after = *after ? after : NULL};
        json_t *list = OFFICE(BAKU_YES, baku_case_list(office.baku, &wanted, &office.said));
        seen += (int)json_array_size(json_object_get(list, "items"));
        snprintf(after, sizeof after, "%s", string_at(list, "next"));
        json_decref(list);
    } while (*after);
    assert_int_equal(seen, 2500);
    /* What is rare is found behind many pages. */
    office_start("a/serempak", "titi");
    json_t *list =
        OFFICE(BAKU_YES, baku_case_list(office.baku, &(struct baku_wanted){.sop = "a/serempak"}, &office.said));
    assert_int_equal(integer_at(json_array_get(json_object_get(list, "items"), 0), "case"), 2501);
    json_decref(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(a_bad_row_stops_no_other),
        office_test(a_forgotten_quote_swallows_no_row),
        office_test(a_cell_reads_no_file_elsewhere),
        office_test(what_stops_it_loses_nothing_and_says_how_far_it_came),
        office_test(a_key_that_could_be_a_number_is_refused),
        office_test(a_key_stands_once_in_a_file),
        office_test(a_known_key_is_that_of_the_same_case),
        office_test(a_bad_row_is_told_with_its_cause),
        office_test(a_column_that_no_sop_takes_is_told_once),
        office_test(a_head_without_its_columns_is_refused),
        office_test(a_file_that_is_not_utf8_is_told_how_to_be_saved),
        office_test(rows_of_separators_alone_are_passed_over),
        office_test(many_rows_go_in_many_changes),
    };
    return cmocka_run_group_tests_name("import", tests, NULL, NULL);
}
