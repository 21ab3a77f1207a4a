# Rscript make.R   (run in this directory; R 4.2.2, survey 4.1.1)
# Half-samples (BRR), Fay's variant and the jackknife made by R's package survey
# from a design. sample.csv is invented: FICTION, Orvanie is no country.
suppressMessages(library(survey)); options(digits = 17)

# Sylvester's doubling and Paley's first construction, as Hadamard() makes them.
norm <- function(H) { H <- H * H[, 1]; t(t(H) * H[1, ]) }
paley <- function(q) { chi <- rep(-1, q); chi[(seq_len(q - 1)^2) %% q + 1] <- 1; chi[1] <- 0
  S <- rbind(c(0, rep(1, q)), cbind(-1, outer(0:(q - 1), 0:(q - 1), function(i, j) chi[(i - j) %% q + 1])))
  norm(S + diag(q + 1)) }
sylvester <- function(H) rbind(cbind(H, H), cbind(H, -H))
had <- function(n) if (n == 1) matrix(1) else if (n %in% c(2, 4, 8, 16)) sylvester(had(n / 2)) else paley(n - 1)
stopifnot(all(had(12) %*% t(had(12)) == 12 * diag(12)))
# R doubles the first unit of a stratum where its matrix is not like its first
# element; here it is where the matrix is 1, so rows but the first change sign.
forR <- function(H) { H[-1, ] <- -H[-1, ]; H }

set.seed(20261125)
rows <- function(strata, units, each) { d <- expand.grid(row = seq_len(each), unit = seq_len(units), stratum = seq_len(strata))
  d$stratum <- sprintf("s%02d", d$stratum); d$ea <- sprintf("%s-%d", d$stratum, d$unit); d }
make <- function(strata, units, each) { d <- rows(strata, units, each); n <- nrow(d)
  u <- rnorm(strata * units)[as.integer(factor(d$ea))]
  d$w <- round(20 + 10 * as.integer(factor(d$stratum)) + runif(n, 0, 8), 3)
  d$x <- round(40 + 6 * u + rnorm(n, 0, 9), 2); d$y <- round(0.4 * d$x + 3 * u + rnorm(n, 0, 4), 2)
  d$asked <- as.integer(runif(n) < plogis(u)); d$sex <- sample(c("f", "m"), n, TRUE)
  d[, c("stratum", "ea", "w", "x", "y", "asked", "sex")] }
two <- make(8, 2, 6); four <- make(6, 4, 5); one <- make(1, 15, 4)
for (n in c("two", "four", "one")) { d <- get(n); d <- cbind(fiction = "FICTION", d); write.csv(d, paste0(n, ".csv"), row.names = FALSE, quote = FALSE) }

des <- list(two = svydesign(~ea, strata = ~stratum, weights = ~w, data = two), four = svydesign(~ea, strata = ~stratum, weights = ~w, data = four),
            one = svydesign(~ea, weights = ~w, data = one))
H <- list(two = had(12), four = had(16))
reps <- list()
for (n in c("two", "four")) {
  reps[[paste0(n, "-brr")]] <- as.svrepdesign(des[[n]], type = "BRR", hadamard.matrix = forR(H[[n]]), mse = FALSE)
  reps[[paste0(n, "-brr-mse")]] <- as.svrepdesign(des[[n]], type = "BRR", hadamard.matrix = forR(H[[n]]), mse = TRUE)
  reps[[paste0(n, "-fay")]] <- as.svrepdesign(des[[n]], type = "Fay", fay.rho = 0.3, hadamard.matrix = forR(H[[n]]), mse = FALSE)
  reps[[paste0(n, "-jkn")]] <- as.svrepdesign(des[[n]], type = "JKn", mse = FALSE)
}
reps[["one-jk1"]] <- as.svrepdesign(des$one, type = "JK1", mse = FALSE)
reps[["one-jk1-mse"]] <- as.svrepdesign(des$one, type = "JK1", mse = TRUE)

out <- c("design,case,item,value,se,df")
put <- function(d, case, item, v, s, df) out <<- c(out, sprintf("%s,%s,%s,%.17g,%.17g,%d", d, case, item, v, s, df))
for (n in names(reps)) {
  r <- reps[[n]]; df <- degf(r)
  e <- svytotal(~y, r); put(n, "total", "y", coef(e), SE(e), df)
  e <- svymean(~x + y, r); put(n, "mean", "x", coef(e)[1], SE(e)[1], df); put(n, "mean", "y", coef(e)[2], SE(e)[2], df)
  put(n, "cov", "x.y", vcov(e)[1, 2], 0, df)
  e <- svyratio(~y, ~x, r); put(n, "ratio", "y/x", coef(e), SE(e), df)
  e <- svyby(~asked, ~sex, r, svymean, covmat = TRUE); put(n, "by", "f", coef(e)[1], SE(e)[1], df); put(n, "by", "m", coef(e)[2], SE(e)[2], df)
  k <- svycontrast(e, c(f = 1, m = -1)); put(n, "contrast", "f-m", coef(k), SE(k), df)
  m <- svyglm(asked ~ x, r, family = quasibinomial(), control = list(epsilon = 1e-13, maxit = 60)); put(n, "logit", "x", coef(m)[2], SE(m)[2], df)
  raked <- rake(r, list(~sex), list(data.frame(sex = c("f", "m"), Freq = c(3000, 2500))))
  e <- svymean(~y, raked); put(n, "raked", "y", coef(e), SE(e), df)
}
writeLines(out, "halves.csv")
writeLines(c(apply(H$two, 1, paste, collapse = " "), "", apply(H$four, 1, paste, collapse = " ")), "hadamard.txt")
