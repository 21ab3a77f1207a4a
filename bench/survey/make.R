# Writes an invented survey: Rscript make.R FILE ROWS. 50 strata, ROWS/2500 clusters in each, 50 domains that cut across them.
a <- commandArgs(TRUE); n <- as.integer(a[2]); k <- n %/% 2500; set.seed(5)
stratum <- sort(rep_len(1:50, n)); psu <- ave(stratum, stratum, FUN = function(s) sort(rep_len(1:k, length(s))))
e <- matrix(rnorm(50 * k), 50)[cbind(stratum, psu)]
w <- round(10 + stratum / 5 + 20 * runif(n), 3); dom <- sample(1:50, n, TRUE)
y <- round(20 + e + dom / 10 + 3 * rnorm(n), 4); x <- round(30 + e + 2 * rnorm(n), 4)
m1 <- sample(1:5, n, TRUE); m2 <- sample(1:4, n, TRUE); m3 <- sample(1:8, n, TRUE)
write.csv(data.frame(stratum, psu, w, dom, y, x, m1, m2, m3), a[1], row.names = FALSE, quote = FALSE)
