// What any generator on libcmark needs at least; on two threads.
//
//   floor FOLDER < list        reads each file named on standard input, turns it into HTML, writes it to FOLDER
//   floor FOLDER SITE < list   the same, but writes what a finished SITE holds instead, whose bytes are in memory before: no program
//                              that makes this site by libcmark and in this way can be quicker. Prints the seconds without that reading.
#define _GNU_SOURCE
#include <cmark.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { room = 1 << 20 };

struct file {
  char *path;
  char *bytes;
  size_t size;
};

static char **names;
static int count;
static struct file *files;
static int file_count;
static char **folders;
static int folder_count;
static atomic_int next, next_file;
static const char *folder;
static size_t site_length;

static char *bytes_of(const char *path, size_t *size) {
  FILE *in = fopen(path, "rb");
  if (!in) return NULL;
  fseek(in, 0, SEEK_END);
  *size = (size_t)ftell(in);
  rewind(in);
  char *bytes = malloc(*size + 1);
  *size = fread(bytes, 1, *size, in);
  fclose(in);
  return bytes;
}

static void write_file(const char *path, const char *bytes, size_t size) {
  int out = open(path, O_WRONLY | O_CREAT | O_EXCL, 0644);
  if (out < 0 || write(out, bytes, size) != (ssize_t)size) exit(3);
  close(out);
}

static void *work(void *unused) {
  (void)unused;
  char path[4096];
  for (int index; (index = atomic_fetch_add(&next, 1)) < count;) {
    size_t size;
    char *text = bytes_of(names[index], &size);
    if (!text) continue;
    char *html = cmark_markdown_to_html(text, size, CMARK_OPT_UNSAFE);
    if (!site_length) {
      snprintf(path, sizeof path, "%s/%d.html", folder, index);
      write_file(path, html, strlen(html));
    }
    free(html);
    free(text);
  }
  for (int index; (index = atomic_fetch_add(&next_file, 1)) < file_count;) {
    snprintf(path, sizeof path, "%s%s", folder, files[index].path);
    write_file(path, files[index].bytes, files[index].size);
  }
  return NULL;
}

static int visit(const char *path, const struct stat *stat, int type, struct FTW *place) {
  (void)stat, (void)place;
  const char *rest = path + site_length;
  if (type == FTW_D && folder_count < room) {
    folders[folder_count++] = strdup(rest);
  } else if (type == FTW_F && file_count < room) {
    struct file file = {.path = strdup(rest)};
    file.bytes = bytes_of(path, &file.size);
    if (file.bytes) files[file_count++] = file;
  }
  return 0;
}

static void read_site(const char *site) {
  files = malloc(sizeof(struct file) * room);
  folders = malloc(sizeof(char *) * room);
  site_length = strlen(site);
  nftw(site, visit, 64, FTW_PHYS);
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  folder = argv[1];
  names = malloc(sizeof(char *) * room);
  char line[4096];
  while (count < room && fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = 0;
    names[count++] = strdup(line);
  }
  if (argc > 2) read_site(argv[2]);
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (int index = 0; index < folder_count; index++) {
    snprintf(line, sizeof line, "%s%s", folder, folders[index]);
    mkdir(line, 0755);
  }
  pthread_t threads[2];
  for (int index = 0; index < 2; index++) pthread_create(&threads[index], NULL, work, NULL);
  for (int index = 0; index < 2; index++) pthread_join(threads[index], NULL);
  clock_gettime(CLOCK_MONOTONIC, &end);
  if (argc > 2) printf("%f\n", (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9);
  return 0;
}
